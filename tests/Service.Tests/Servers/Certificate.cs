using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A certificate of no authority that anybody knows, for localhost.</summary>
internal sealed class Certificate : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public Certificate()
    {
        CertificateRequest request = new("CN=localhost", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        Own = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Own { get; }

    public string Pem => Own.ExportCertificatePem();

    public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

    public void Dispose()
    {
        Own.Dispose();
        _key.Dispose();
    }
}
