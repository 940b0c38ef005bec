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
internal sealed class ScriptedSmtp : LoopbackServer
{
    private readonly SmtpManners _manners;
    private int _taken;

    public ScriptedSmtp(SmtpManners manners)
        : base(manners == SmtpManners.UnknownCertificate)
    {
        _manners = manners;
        Listen();
    }

    /// <summary>Whole messages that it was given.</summary>
    public int Taken => _taken;

    protected override async Task TalkAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_manners == SmtpManners.Silent)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        using StreamReader reader = new(stream, Encoding.Latin1);
        await SayAsync(stream, _manners == SmtpManners.Garbage ? "\u0001\u0002 lorem ipsum" : "220 scripted");
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await SayAsync(stream, "354 go on");
                while (await reader.ReadLineAsync(cancellationToken) is { } content && content != ".")
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
