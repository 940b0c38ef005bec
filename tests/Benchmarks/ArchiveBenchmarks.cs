using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using MimeKit;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Scan;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;

namespace TriageBot.Benchmarks;

/// <summary>One pass over a public-inbox archive. Judge Ratio: what reading costs beside bare MimeKit, and scanning beside git alone.
/// Messages per second are <see cref="Setup"/>'s count over Mean. The archive is a repository or folder that TRIAGEBOT_ARCHIVE names.</summary>
[MemoryDiagnoser]
public class ArchiveBenchmarks
{
    private string _archive = "";
    private List<byte[]> _messages = null!;

    [GlobalSetup]
    public void Setup()
    {
        _archive = Environment.GetEnvironmentVariable("TRIAGEBOT_ARCHIVE")
            ?? throw new InvalidOperationException("Set TRIAGEBOT_ARCHIVE to a bare public-inbox repository, e.g. a clone of the bundle in " + Repository.Shared + ".");
        _messages = [.. MessageSources.Open(_archive).ReadAsync(null, CancellationToken.None).ToBlockingEnumerable().Select(message => message.Bytes.ToArray())];
    }

    /// <summary>Bare MimeKit parsing and body text.</summary>
    [Benchmark(Baseline = true)]
    public int MimeKitAlone()
    {
        int chars = 0;
        foreach (byte[] bytes in _messages)
        {
            using MemoryStream stream = new(bytes, writable: false);
            using MimeMessage message = new MimeParser(ParserOptions.Default, stream, MimeFormat.Entity, persistent: true).ParseMessage();
            chars += message.TextBody?.Length ?? 0;
        }

        return chars;
    }

    /// <summary>All facts.</summary>
    [Benchmark]
    public int Read() => _messages.Sum(bytes => MailReader.Read(bytes).Commits.Length);

    /// <summary>The facts of a scan.</summary>
    [Benchmark]
    public int Skim() => _messages.Sum(bytes => MailReader.Skim(bytes).Commits.Length);

    /// <summary>git alone: the ids of the blobs and their content, thrown away.</summary>
    [Benchmark]
    public long GitCatFile()
    {
        ProcessStartInfo start = new("sh", ["-c", "git rev-list --reverse HEAD | sed 's/$/:m/' | git cat-file --batch --buffer"])
        {
            WorkingDirectory = _archive,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process git = Process.Start(start)!;
        byte[] room = new byte[1 << 16];
        long bytes = 0;
        for (int read = 1; read > 0; bytes += read)
        {
            read = git.StandardOutput.BaseStream.Read(room);
        }

        git.WaitForExit();
        return bytes;
    }

    /// <summary>A whole scan, rows made and dropped, with one job.</summary>
    [Benchmark]
    public Task<int> ScanOneJob() => ScanAsync(1);

    /// <summary>The same with two.</summary>
    [Benchmark]
    public Task<int> ScanTwoJobs() => ScanAsync(2);

    private async Task<int> ScanAsync(int jobs)
    {
        int rows = 0;
        await foreach (ScanResult result in Scanner.ScanAsync(MessageSources.Open(_archive), null, jobs, CancellationToken.None))
        {
            rows += result.Row is null ? 0 : ScanJson.Line(result.Row).Length;
        }

        return rows;
    }
}
