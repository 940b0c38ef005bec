using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A server that says what it is told to say, whatever its clients ask, and then keeps silent or hangs up.</summary>
internal sealed class RudeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Certificate? _certificate;
    private readonly string[] _words;
    private readonly bool _hangsUp;
    private readonly Task _loop;

    /// <summary>Starts it.</summary>
    /// <param name="words">The first is said at once, each other one behind a line of the client; all may have several lines.</param>
    /// <param name="hangsUp">Whether it hangs up behind the last word; otherwise it says nothing more.</param>
    /// <param name="isSecure">Whether it speaks TLS, with a certificate that nobody knows.</param>
    public RudeServer(string[] words, bool hangsUp = false, bool isSecure = false)
    {
        _words = words;
        _hangsUp = hangsUp;
        _certificate = isSecure ? new Certificate() : null;
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>Lines that clients said.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> talks = [];
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
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

            using StreamReader reader = new(stream, Encoding.Latin1);
            for (int i = 0; i < _words.Length; i++)
            {
                string line = i == 0 ? "" : await reader.ReadLineAsync(_stop.Token) ?? "";
                Heard.Enqueue(line);
                string tag = line.Split(' ')[0];
                await stream.WriteAsync(Encoding.Latin1.GetBytes(_words[i].Replace("TAG", tag, StringComparison.Ordinal)), _stop.Token);
            }

            await Task.Delay(_hangsUp ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client had enough.
        }
    }
}
