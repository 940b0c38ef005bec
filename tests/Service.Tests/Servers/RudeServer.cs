using System.Collections.Concurrent;
using System.Text;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A server that says what it is told to say, whatever its clients ask, and then keeps silent or hangs up.</summary>
internal sealed class RudeServer : LoopbackServer
{
    private readonly string[] _words;
    private readonly bool _hangsUp;

    /// <summary>Starts it.</summary>
    /// <param name="words">The first is said at once, each other one behind a line of the client; all may have several lines.</param>
    /// <param name="hangsUp">Whether it hangs up behind the last word; otherwise it says nothing more.</param>
    /// <param name="isSecure">Whether it speaks TLS, with a certificate that nobody knows.</param>
    public RudeServer(string[] words, bool hangsUp = false, bool isSecure = false)
        : base(isSecure)
    {
        _words = words;
        _hangsUp = hangsUp;
        Listen();
    }

    /// <summary>Lines that clients said.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    protected override async Task TalkAsync(Stream stream, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(stream, Encoding.Latin1);
        for (int i = 0; i < _words.Length; i++)
        {
            string line = i == 0 ? "" : await reader.ReadLineAsync(cancellationToken) ?? "";
            Heard.Enqueue(line);
            string tag = line.Split(' ')[0];
            await stream.WriteAsync(Encoding.Latin1.GetBytes(_words[i].Replace("TAG", tag, StringComparison.Ordinal)), cancellationToken);
        }

        await Task.Delay(_hangsUp ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
