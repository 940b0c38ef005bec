using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using TriageBot.Bot.Reports;

namespace TriageBot.Bot.Commands;

/// <summary>Proves the author of a mail by DKIM, or by an ARC chain of sealers that are trusted.</summary>
/// <remarks>RFC 6376, RFC 8617. Stricter than both: what a command depends on must be signed, in one copy, and the whole body with it.</remarks>
internal sealed class SenderVerifier(IDnsText dns)
{
    private const int MaxSignatures = 8;

    // A command says what (body), who and when, and in answer to what. Each of these once, and signed.
    private static readonly HeaderId[] s_meaning = [HeaderId.From, HeaderId.Date, HeaderId.Subject, HeaderId.InReplyTo, HeaderId.References];

    /// <summary>Checks a raw message.</summary>
    /// <param name="trustedSealers">Domains whose ARC seals are believed.</param>
    public async Task<SenderProof> VerifyAsync(ReadOnlyMemory<byte> raw, IEnumerable<string> trustedSealers, CancellationToken cancellationToken)
    {
        using MemoryStream stream = new(raw.ToArray());
        using MimeMessage message = await MimeMessage.LoadAsync(stream, cancellationToken);
        string address = message.From.Mailboxes.Take(2).ToList() is [{ } only] ? only.Address : "";
        SenderProof proof = new(address, false, "It has no signature of its author's domain.", ReplayKey(message, address), DateOf(message));
        if (address.Length == 0 || s_meaning.Any(id => message.Headers.Count(h => h.Id == id) > 1))
        {
            return proof with { Why = "It has no single author, or headers that must stand once stand twice." };
        }

        try
        {
            string? why = await ByDkimAsync(message, DomainOf(address), cancellationToken)
                ?? await ByArcAsync(message, DomainOf(address), [.. trustedSealers], cancellationToken);
            return why is null ? proof : proof with { IsProven = true, Why = why };
        }
        catch (IOException e)
        {
            return proof with { Why = "The keys could not be asked for: " + SafeText.Line(e.Message, 120) };
        }
    }

    private async Task<string?> ByDkimAsync(MimeMessage message, string author, CancellationToken cancellationToken)
    {
        DkimVerifier verifier = new(new DkimKeys(dns));
        foreach (Header signature in message.Headers.Where(h => h.Id == HeaderId.DkimSignature).Take(MaxSignatures))
        {
            SignatureTags tags = SignatureTags.Of(signature.Value);
            if (tags.IsWhole && IsAligned(tags.Domain, author) && CoversMeaning(tags, message) && await HoldsAsync(() => verifier.VerifyAsync(message, signature, cancellationToken)))
            {
                return "A DKIM signature of the author's domain holds.";
            }
        }

        return null;
    }

    // The first sealer saw the mail as its author's domain sent it; everybody who handled it after that must be trusted as well.
    private async Task<string?> ByArcAsync(MimeMessage message, string author, string[] trusted, CancellationToken cancellationToken)
    {
        SignatureTags[] seals = [.. message.Headers.Where(h => h.Id == HeaderId.ArcSeal).Select(h => SignatureTags.Of(h.Value))];
        if (seals.Length is 0 or > MaxSignatures || seals.Any(s => !trusted.Contains(s.Domain, StringComparer.OrdinalIgnoreCase)))
        {
            return null;
        }

        SignatureTags? newest = message.Headers.Where(h => h.Id == HeaderId.ArcMessageSignature)
            .Select(h => SignatureTags.Of(h.Value)).MaxBy(t => t.Instance);
        if (newest is null || !newest.IsWhole || !CoversMeaning(newest, message))
        {
            return null;
        }

        ArcVerifier verifier = new(new DkimKeys(dns));
        bool holds = await HoldsAsync(async () => (await verifier.VerifyAsync(message, cancellationToken)).Chain == ArcSignatureValidationResult.Pass);
        return holds && FirstSealerSaw(message, author) ? "An ARC chain of trusted sealers says that a DKIM signature of the author's domain held." : null;
    }

    private static bool FirstSealerSaw(MimeMessage message, string author) => message.Headers
        .Where(h => h.Id == HeaderId.ArcAuthenticationResults)
        .Select(h => AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(h.Value), out AuthenticationResults? results) ? results : null)
        .Any(r => r is { Instance: 1 } && r.Results.Any(result =>
            string.Equals(result.Method, "dkim", StringComparison.OrdinalIgnoreCase)
            && string.Equals(result.Result, "pass", StringComparison.OrdinalIgnoreCase)
            && result.Properties.Any(p => p.PropertyType == "header" && p.Property is "d" or "i" && IsAligned(p.Value[(p.Value.LastIndexOf('@') + 1)..], author))));

    private static bool CoversMeaning(SignatureTags tags, MimeMessage message) =>
        s_meaning.Where(id => message.Headers.Contains(id)).All(id => tags.Headers.Contains(id.ToHeaderName(), StringComparer.OrdinalIgnoreCase))
        && tags.Headers.Contains("From", StringComparer.OrdinalIgnoreCase) && tags.Headers.Contains("Date", StringComparer.OrdinalIgnoreCase);

    // Signatures are input: a malformed one proves nothing and is no error.
    private static async Task<bool> HoldsAsync(Func<Task<bool>> verify)
    {
        try
        {
            return await verify();
        }
        catch (Exception e) when (e is FormatException or ParseException or ArgumentException or NotSupportedException
            or Org.BouncyCastle.Crypto.CryptoException or Org.BouncyCastle.Security.GeneralSecurityException or InvalidCastException)
        {
            return false;
        }
    }

    private static bool IsAligned(string signer, string author) =>
        signer.Contains('.', StringComparison.Ordinal)
        && (string.Equals(signer, author, StringComparison.OrdinalIgnoreCase) || author.EndsWith("." + signer, StringComparison.OrdinalIgnoreCase));

    private static string ReplayKey(MimeMessage message, string address)
    {
        string body = string.Join(' ', (message.TextBody ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string meaning = string.Join('\n', address.ToLowerInvariant(), message.Date.UtcDateTime.Ticks, message.InReplyTo ?? "", body);
        return Fingerprint.OfBytes(Encoding.UTF8.GetBytes(meaning))[..32];
    }

    private static DateTimeOffset? DateOf(MimeMessage message) => message.Date == DateTimeOffset.MinValue ? null : message.Date;

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
