using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace TriageBot.Service.Tests.Servers;

/// <summary>How a <see cref="ScriptedSmtp"/> treats its clients.</summary>
internal enum SmtpManners
{
    /// <summary>Takes the connection and says nothing.</summary>
    Silent,

    /// <summary>Says what no SMTP server says.</summary>
    Garbage,

    /// <summary>Takes the whole message and hangs up instead of confirming it.</summary>
    HangUpBehindData,

    /// <summary>Offers encryption with a certificate that nobody knows.</summary>
    UnknownCertificate,

    /// <summary>Does what it should.</summary>
    Proper,
}

/// <summary>An SMTP server of a few lines that can misbehave where a real one cannot be made to.</summary>
internal sealed class ScriptedSmtp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Certificate _certificate = new();
    private readonly SmtpManners _manners;
    private readonly Task _loop;
    private int _taken;

    public ScriptedSmtp(SmtpManners manners)
    {
        _manners = manners;
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whole messages that it was given.</summary>
    public int Taken => _taken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
        _certificate.Dispose();
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
            if (_manners == SmtpManners.UnknownCertificate)
            {
                SslStream secure = new(stream);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate.Own }, _stop.Token);
                stream = secure;
            }

            if (_manners == SmtpManners.Silent)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }

            await ServeAsync(stream);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
        }
    }

    private async Task ServeAsync(Stream stream)
    {
        using StreamReader reader = new(stream, Encoding.Latin1);
        await SayAsync(stream, _manners == SmtpManners.Garbage ? "\u0001\u0002 lorem ipsum" : "220 scripted");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await SayAsync(stream, "354 go on");
                while (await reader.ReadLineAsync(_stop.Token) is { } content && content != ".")
                {
                }

                Interlocked.Increment(ref _taken);
                if (_manners == SmtpManners.HangUpBehindData)
                {
                    return;
                }
            }

            await SayAsync(stream, line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) ? "250-scripted\r\n250 8BITMIME" : "250 ok");
        }
    }

    private static Task SayAsync(Stream stream, string line) => stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n")).AsTask();
}
