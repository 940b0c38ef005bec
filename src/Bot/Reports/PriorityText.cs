namespace TriageBot.Bot.Reports;

/// <summary>Priorities as kernel people write them.</summary>
internal static class PriorityText
{
    private const int Near = 64;

    /// <summary><c>INT_MIN+1</c> near the ends of the range, else the number.</summary>
    public static string Of(int priority) => priority switch
    {
        int.MinValue => "INT_MIN",
        int.MaxValue => "INT_MAX",
        <= int.MinValue + Near => $"INT_MIN+{priority - int.MinValue}",
        >= int.MaxValue - Near => $"INT_MAX-{int.MaxValue - priority}",
        _ => $"{priority}",
    };
}
