using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace TriageBot.Bot.Commands;

/// <summary>Public keys of DKIM and ARC signatures, from TXT records.</summary>
internal sealed class DkimKeys(IDnsText dns) : DkimPublicKeyLocatorBase
{
    // MimeKit verifies synchronously in one of its paths only; nothing here uses that one.
    public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Keys are looked up asynchronously.");

    public override async Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
        string methods, string domain, string selector, CancellationToken cancellationToken = default)
    {
        string name = $"{selector}._domainkey.{domain}";
        IReadOnlyList<string> texts = await dns.QueryAsync(name, cancellationToken);
        string? key = texts.FirstOrDefault(t => t.Contains("p=", StringComparison.Ordinal));
        return key is null ? throw new FormatException($"{name} holds no key.") : GetPublicKey(key);
    }
}
