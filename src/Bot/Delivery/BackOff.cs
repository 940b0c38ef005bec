namespace TriageBot.Bot.Delivery;

/// <summary>How long to wait between tries: doubling, so that a server that is down is not hammered.</summary>
internal static class BackOff
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(6);

    /// <summary>Wait behind a failed try.</summary>
    /// <param name="attempts">Tries so far, at least one.</param>
    /// <param name="first">Wait behind the first one.</param>
    /// <param name="asked">What the other side asked for; never undercut.</param>
    public static TimeSpan After(int attempts, TimeSpan first, TimeSpan? asked)
    {
        double factor = Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        TimeSpan own = TimeSpan.FromTicks((long)Math.Min(s_longest.Ticks, first.Ticks * factor));
        return asked is { } wait && wait > own ? wait : own;
    }
}
