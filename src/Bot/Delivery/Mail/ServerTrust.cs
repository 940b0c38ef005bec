using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Delivery.Mail;

/// <summary>Which certificates of servers are believed: those of the system, and those of a file for a private authority. There is no way to believe all.</summary>
internal static class ServerTrust
{
    /// <summary>Makes a connection check certificates that way.</summary>
    public static void Apply(MailService client, MailServerOptions server, string folder)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (server.CaFile.Length > 0)
        {
            // A private authority seldom publishes revocations.
            client.CheckCertificateRevocation = false;
            string path = Path.GetFullPath(server.CaFile, folder);
            client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(path, certificate, chain, errors);
        }
    }

    private static bool IsTrusted(string path, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        // A name that does not fit is never mended by knowing the authority.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server)
        {
            return false;
        }

        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(path);
        foreach (X509ChainElement element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(server);
    }
}
