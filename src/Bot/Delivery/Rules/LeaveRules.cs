using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Delivery.Rules;

/// <summary>Whether something may leave by itself, as far as that follows from the settings. The strictest rule wins.</summary>
/// <remarks>What is counted or stored (budgets, opt-outs, the emergency stop) is asked just before sending, see <see cref="Ledger"/>.</remarks>
internal static class LeaveRules
{
    /// <summary>The decision when it is written.</summary>
    public static Ruling Decide(Outbound outbound, DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(outbound);
        if (Is(options.Mode, DeliveryOptions.Off))
        {
            return new Ruling(Leave.Withhold, RuleNames.Mode, "Delivery is off: files are written and nothing leaves.");
        }

        if (OutboxKinds.IsMail(outbound.Kind) && outbound.People.IsEmpty && outbound.Lists.IsEmpty)
        {
            return new Ruling(Leave.Withhold, RuleNames.NoRecipient, "There is no address to answer to.");
        }

        // Documentation/process/security-bugs.rst: not on a public list, unless a person who knows decides so.
        if (outbound.IsSecurity)
        {
            return new Ruling(Leave.Hold, RuleNames.Security, "The mail looks like a report of a security fault; a person decides.");
        }

        if (outbound.ForApprover && outbound.Lists.IsEmpty)
        {
            return new Ruling(Leave.Send, RuleNames.Answer, "It answers a command of a person who may approve, and goes to no list.");
        }

        if (OutboxKinds.IsAnswer(outbound.Kind) && outbound.Lists.IsEmpty && Is(options.Mode, DeliveryOptions.Auto))
        {
            return new Ruling(Leave.Send, RuleNames.Answer, "It answers a command, and goes to the person who gave it alone.");
        }

        return Is(options.Mode, DeliveryOptions.Auto) ? OfAuto(outbound, options) : new Ruling(Leave.Hold, RuleNames.Approval, "A person approves each before it leaves.");
    }

    /// <summary>The decision just before it leaves: the same, and what time has changed since.</summary>
    public static Ruling DecideNow(Outbound outbound, DeliveryOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(outbound);
        if (Is(options.Mode, DeliveryOptions.Off))
        {
            return new Ruling(Leave.Hold, RuleNames.Mode, "Delivery was switched off meanwhile.");
        }

        if (outbound.ApprovedBy is not null)
        {
            return new Ruling(Leave.Send, RuleNames.Approval, "A person approved it.");
        }

        Ruling first = Decide(outbound, options);
        if (first.Leave != Leave.Send)
        {
            return first;
        }

        if (now - outbound.CreatedAt > options.StaleAfter)
        {
            return new Ruling(Leave.Hold, RuleNames.Stale, "It is older than the limit for replies that nobody approved.");
        }

        return first.Until is { } until && now < until ? first with { Leave = Leave.Wait } : first;
    }

    // One list that did not opt in is enough to hold it; a mail that went to no list at all is private.
    private static Ruling OfAuto(Outbound outbound, DeliveryOptions options)
    {
        if (outbound.Lists.IsEmpty)
        {
            return new Ruling(Leave.Hold, RuleNames.ListOptIn, "It goes to no list that opted in to replies that nobody approved.");
        }

        int strangers = outbound.Lists.Count(list => !options.AutoLists.Contains(list, StringComparer.OrdinalIgnoreCase));
        if (strangers > 0)
        {
            return new Ruling(Leave.Hold, RuleNames.ListOptIn, $"{strangers} of {outbound.Lists.Length} list(s) did not opt in to replies that nobody approved.");
        }

        DateTimeOffset until = outbound.CreatedAt + options.QuietTime;
        return new Ruling(Leave.Send, RuleNames.QuietTime, "Every list opted in; people get the time to answer first.", until);
    }

    private static bool Is(string mode, string word) => string.Equals(mode, word, StringComparison.OrdinalIgnoreCase);
}
