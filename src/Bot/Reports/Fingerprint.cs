using System.Security.Cryptography;
using System.Text;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Reports;

/// <summary>What makes two reports the same report. Derived from content only, so that a crash or a second copy repeats nothing.</summary>
internal static class Fingerprint
{
    /// <summary>SHA-256 of raw bytes, lower-case hex.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Of a reply: one thread, one verdict on the same claims.</summary>
    public static string OfReply(string threadKey, Judgement judgement)
    {
        Verdict verdict = judgement.Verdict;
        List<string> parts =
        [
            "reply", threadKey, Words.Of(verdict.Result), Words.Of(verdict.Basis), verdict.GoodProfile ?? "", verdict.BadProfile ?? "",
            .. Callbacks(judgement),
            .. verdict.Claims.Select(c => $"{Claim(c.Claim)} {c.Holds}").Order(StringComparer.Ordinal),
            .. verdict.Missing,
            .. verdict.Patch?.Changes ?? [],
        ];
        return Hash(parts);
    }

    /// <summary>Of an issue: one fault, in whatever thread it is reported.</summary>
    public static string OfIssue(Judgement judgement)
    {
        Verdict verdict = judgement.Verdict;
        List<string> parts =
        [
            "issue", Words.Of(verdict.Basis), verdict.BadProfile ?? "",
            .. Callbacks(judgement),
            .. verdict.Claims.Select(c => c.Claim).Where(c => c.Kind == ClaimKind.Required).Select(Claim).Order(StringComparer.Ordinal),
        ];
        return Hash(parts);
    }

    private static IEnumerable<string> Callbacks(Judgement judgement) =>
        (judgement.Plan?.Callbacks ?? []).Select(c => $"{c.Name}={c.Priority}").Order(StringComparer.Ordinal);

    private static string Claim(OrderClaim claim) => $"{claim.Event} {claim.Kind} {string.Join(',', claim.Sequence)}";

    // 128 bits are plenty against chance; a newline cannot occur in a part, so parts cannot run together.
    private static string Hash(IEnumerable<string> parts) =>
        OfBytes(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(p => p.ReplaceLineEndings(" ")))))[..32];
}
