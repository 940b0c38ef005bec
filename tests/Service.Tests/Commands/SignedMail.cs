using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;

namespace TriageBot.Service.Tests.Commands;

/// <summary>Mails with commands, signed as mail systems sign them.</summary>
internal sealed class SignedMail : IDisposable
{
    public const string Maintainer = "maintainer@kernel.example";

    private static readonly HeaderId[] s_usual =
        [HeaderId.From, HeaderId.To, HeaderId.Date, HeaderId.Subject, HeaderId.MessageId, HeaderId.InReplyTo, HeaderId.References];

    private readonly RSA _key = RSA.Create(2048);

    /// <summary>DNS with the key, under the domains that sign here.</summary>
    public string Dns
    {
        get
        {
            string key = Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());
            return string.Join('\n', new[] { "kernel.example", "list.example", "other.example" }.Select(d => $"s1._domainkey.{d} TXT \"v=DKIM1; k=rsa; \" \"p={key}\"")) + "\n";
        }
    }

    /// <summary>A mail with a body, not signed.</summary>
    public static MimeMessage Unsigned(string body, DateTimeOffset date, string id = "command@kernel.example", string inReplyTo = "", string from = Maintainer)
    {
        MimeMessage message = new([MailboxAddress.Parse(from)], [MailboxAddress.Parse("linux-pm@lists.example.org")], "Re: [BUG] order", new TextPart("plain") { Text = body })
        {
            Date = date,
            MessageId = id,
        };
        if (inReplyTo.Length > 0)
        {
            message.InReplyTo = inReplyTo;
            message.References.Add(inReplyTo);
        }

        return message;
    }

    /// <summary>Signs with DKIM.</summary>
    public MimeMessage Sign(MimeMessage message, string domain = "kernel.example", HeaderId[]? headers = null)
    {
        using MemoryStream key = Key();
        DkimSigner signer = new(key, domain, "s1", DkimSignatureAlgorithm.RsaSha256) { AgentOrUserIdentifier = "@" + domain };
        message.Prepare(EncodingConstraint.SevenBit);
        signer.Sign(message, headers ?? s_usual);
        return message;
    }

    /// <summary>What a list does: a footer, which breaks the signature, and a seal that says what was seen before.</summary>
    public MimeMessage Relay(MimeMessage message, string seen = "pass", string domain = "list.example")
    {
        ((TextPart)message.Body!).Text += "\n_______\nlist footer\n";
        message.Prepare(EncodingConstraint.SevenBit);
        using MemoryStream key = Key();
        new ListSealer(key, domain, seen).Sign(message, s_usual);
        return message;
    }

    public static byte[] Bytes(MimeMessage message)
    {
        using MemoryStream stream = new();
        message.WriteTo(stream);
        return stream.ToArray();
    }

    public void Dispose() => _key.Dispose();

    private MemoryStream Key() => new(Encoding.ASCII.GetBytes(_key.ExportRSAPrivateKeyPem()));

    private sealed class ListSealer(Stream key, string domain, string seen) : ArcSigner(key, domain, "s1", DkimSignatureAlgorithm.RsaSha256)
    {
        protected override AuthenticationResults GenerateArcAuthenticationResults(FormatOptions options, MimeMessage message, CancellationToken cancellationToken)
        {
            AuthenticationResults results = new("mx." + Domain);
            AuthenticationMethodResult dkim = new("dkim", seen);
            dkim.Properties.Add(new AuthenticationMethodProperty("header", "d", "kernel.example"));
            results.Results.Add(dkim);
            return results;
        }

        protected override Task<AuthenticationResults> GenerateArcAuthenticationResultsAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
            Task.FromResult(GenerateArcAuthenticationResults(options, message, cancellationToken));
    }
}
