using TriageBot.Bot.Delivery.GitHub;

namespace TriageBot.Service.Tests.GitHub;

/// <summary>Changes of issues, written by hand.</summary>
internal static class IssueChanges
{
    public static IssueChange Open(string fingerprint) => new()
    {
        Fingerprint = fingerprint, Title = "Wrong order of a and b", Labels = ["triagebot", "callback-order"],
        Body = $"<!-- triagebot:{fingerprint} -->\n\n**reproduced**\n",
    };
}
