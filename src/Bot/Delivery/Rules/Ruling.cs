namespace TriageBot.Bot.Delivery.Rules;

/// <summary>What may happen to something that is about to leave.</summary>
internal enum Leave
{
    /// <summary>It leaves.</summary>
    Send,

    /// <summary>It waits until a moment.</summary>
    Wait,

    /// <summary>It waits for a person.</summary>
    Hold,

    /// <summary>It never leaves.</summary>
    Withhold,
}

/// <summary>The decision about something that is about to leave.</summary>
/// <param name="Rule">Name of the rule that decided, see <see cref="RuleNames"/>.</param>
/// <param name="Why">One sentence fit to be shown to anybody: no address and no text of a mail.</param>
/// <param name="Until">When to look again; only with <see cref="Leave.Wait"/>.</param>
internal sealed record Ruling(Leave Leave, string Rule, string Why, DateTimeOffset? Until = null);

/// <summary>Names of the rules; they stand in the record of why something was said or not, and in the names of tests.</summary>
internal static class RuleNames
{
    public const string EmergencyStop = "emergency-stop";
    public const string Mode = "delivery-mode";
    public const string OptOut = "opt-out";
    public const string NoRecipient = "no-recipient";
    public const string ListOptIn = "list-opt-in";
    public const string Security = "security-stays-private";
    public const string Approval = "approval";
    public const string QuietTime = "people-first";
    public const string Stale = "late-news";
    public const string Budget = "budget";
    public const string Answer = "answer-to-approver";
    public const string Reply = "reply-policy";
}
