using System.Diagnostics;

namespace TriageBot.Chaos;

/// <summary>One process of the bot that can be killed and started again.</summary>
internal sealed class BotNode(Town town, int number) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private Process? _process;
    private long _logged;

    /// <summary>Its output folder.</summary>
    public string Folder => town.PathOf($"node{number}");

    /// <summary>Everything that it wrote to its outputs.</summary>
    public string LogFile => town.PathOf($"node{number}.log");

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Memory that it has now, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process?.Refresh();
            return IsRunning ? _process!.WorkingSet64 : 0;
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="limit">Most that a file may grow to, in KiB; what a full disk looks like to one process. Null for no limit.</param>
    public void Start(long? limit = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "TriageBot.Bot");
        string prefix = limit is null ? "" : $"trap '' XFSZ; ulimit -f {limit}; ";
        ProcessStartInfo start = new("/bin/bash", ["-c", $"{prefix}exec \"$0\" run --output \"$1\" >>\"$2\" 2>&1", program, Folder, LogFile]) { WorkingDirectory = town.PathOf("") };
        foreach ((string key, string value) in town.Settings)
        {
            start.Environment[key] = value;
        }

        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["TRIAGEBOT_Operations__Node"] = $"node{number}";
        if (limit is not null)
        {
            // The runtime maps its code through a file in memory that is larger than any such limit.
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        }

        _logged = Logged;
        _process = Process.Start(start)!;
    }

    /// <summary>Waits until it has said since its start that it has read the source.</summary>
    public async Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        while (IsRunning && !HasRead() && Stopwatch.GetElapsedTime(started) < s_patience)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    private bool HasRead()
    {
        if (Logged == _logged)
        {
            return false;
        }

        using FileStream log = new(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = _logged;
        using StreamReader reader = new(log);
        return reader.ReadToEnd().Contains("message(s) read", StringComparison.Ordinal);
    }

    private long Logged => File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;

    /// <summary>SIGKILL: no handler runs.</summary>
    /// <returns>Whether it was running.</returns>
    public async Task<bool> KillAsync()
    {
        if (_process is null)
        {
            return false;
        }

        bool wasRunning = IsRunning;
        if (wasRunning)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        return wasRunning;
    }

    public void Dispose() => _process?.Dispose();
}
