using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A server on a free port of this machine that talks to each client on its own, in the clear or behind a certificate that nobody knows.</summary>
/// <param name="isSecure">Whether it speaks TLS.</param>
internal abstract class LoopbackServer(bool isSecure) : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Certificate? _certificate = isSecure ? new Certificate() : null;
    private Task _loop = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
        _certificate?.Dispose();
    }

    /// <summary>Begins to take clients; the last thing a constructor does.</summary>
    protected void Listen()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>Talks to one client, until it has enough.</summary>
    protected abstract Task TalkAsync(Stream stream, CancellationToken cancellationToken);

    private async Task AcceptAsync()
    {
        List<Task> talks = [];
        try
        {
            while (true)
            {
                talks.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                SslStream secure = new(stream);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate.Own }, _stop.Token);
                stream = secure;
            }

            await TalkAsync(stream, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException)
        {
            // The client had enough.
        }
    }
}
