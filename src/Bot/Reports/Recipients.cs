using System.Collections.Immutable;
using MimeKit;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Reports;

/// <summary>Who gets a reply: the author, and as copies the lists that the mail went to. Nobody is ever added.</summary>
internal sealed class Recipients(TriageBotOptions options)
{
    private const int MaxTo = 3;
    private const int MaxCc = 5;

    // Hosts of kernel lists; addresses there are lists and never people.
    private static readonly ImmutableArray<string> s_listDomains =
    [
        "vger.kernel.org", "lists.linux.dev", "lists.infradead.org", "lists.ozlabs.org", "lists.freedesktop.org",
        "lists.linux-foundation.org", "lists.linaro.org", "lists.sourceforge.net", "lists.xenproject.org", "kvack.org",
    ];

    /// <summary>The author; Reply-To is honoured. Empty when the mail has no usable address.</summary>
    public ImmutableArray<string> To(MailHead head)
    {
        ImmutableArray<string> asked = Clean(head.ReplyTo);
        return [.. (asked.IsEmpty ? Clean([head.From]) : asked).Take(MaxTo)];
    }

    /// <summary>Lists among To and Cc of the mail that <see cref="To"/> does not have.</summary>
    public ImmutableArray<string> Cc(MailHead head)
    {
        ImmutableArray<string> to = To(head);
        string? listAddress = ListAddress(head.ListId);
        return
        [
            .. Clean([.. head.To, .. head.Cc])
                .Where(address => IsList(address, listAddress) && !to.Contains(address, StringComparer.OrdinalIgnoreCase))
                .Take(MaxCc),
        ];
    }

    /// <summary>Who gets something, for the rules: people apart from lists.</summary>
    /// <param name="facts">The mail that it answers.</param>
    public Outbound Outbound(string kind, ImmutableArray<string> to, ImmutableArray<string> cc, string threadKey, MailFacts facts)
    {
        string? list = ListAddress(facts.Head.ListId);
        ILookup<bool, string> parted = to.Concat(cc).ToLookup(address => IsList(address, list));
        return new Outbound(kind, [.. parted[false]], [.. parted[true]], threadKey, DateTimeOffset.MinValue, SecuritySigns.In(facts));
    }

    private bool IsList(string address, string? listAddress)
    {
        string domain = address[(address.LastIndexOf('@') + 1)..];
        return string.Equals(address, listAddress, StringComparison.OrdinalIgnoreCase)
            || options.Lists.Contains(address, StringComparer.OrdinalIgnoreCase)
            || s_listDomains.Contains(domain, StringComparer.OrdinalIgnoreCase)
            || options.ListDomains.Contains(domain, StringComparer.OrdinalIgnoreCase);
    }

    // "<linux-kernel.vger.kernel.org>" belongs to linux-kernel@vger.kernel.org; RFC 2919 leaves it at a habit, so it
    // only ever confirms an address that the mail already has.
    private static string? ListAddress(string? listId)
    {
        string id = (listId ?? "").Split('<')[^1].TrimEnd('>', ' ');
        int dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? id[..dot] + "@" + id[(dot + 1)..] : null;
    }

    private ImmutableArray<string> Clean(IEnumerable<string> addresses) =>
    [
        .. addresses
            .Select(address => MailboxAddress.TryParse(SafeText.Line(address), out MailboxAddress? parsed) ? parsed.Address : "")
            .Where(address => address.Contains('@', StringComparison.Ordinal) && address.All(char.IsAscii)
                && !string.Equals(address, options.BotAddress, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
