using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace TriageBot.Bot.Tests.CommandLine;

/// <summary>Mails that are no mails, through the real parsers.</summary>
public sealed class HostileMailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Program _program;

    public HostileMailTests() => _program = new Program(_folder);

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Triage_empty_input_is_other()
    {
        await _program.RunRealAsync("", "triage", "-", "--format", "json").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("other", Class());
    }

    [Fact]
    public async Task Triage_random_bytes_are_other()
    {
        byte[] bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(_folder.PathOf("random"), bytes, TestContext.Current.CancellationToken);

        await _program.RunRealAsync("", "triage", "random", "--format", "json");

        Assert.Equal("other", Class());
    }

    [Fact]
    public async Task Triage_deeply_nested_mail_is_other()
    {
        StringBuilder mail = new("From: a@example.org\nMIME-Version: 1.0\n");
        for (int i = 0; i < 5000; i++)
        {
            mail.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        }

        await _program.RunRealAsync(mail.Append("\nhello\n").ToString(), "triage", "-", "--format", "json").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("other", Class());
    }

    // The time is a guard against what grows beyond all bounds, for the slowest machine; how time grows is held in the parsers' LinearityTests.
    [Fact(Timeout = 600_000)]
    public async Task Triage_50_megabytes_of_text_come_to_an_end()
    {
        StringBuilder mail = new("From: a@example.org\nSubject: big\n\n");
        while (mail.Length < 50_000_000)
        {
            mail.Append("The quick brown fox runs before the lazy dog at priority 1 (0x7fffffff).\n");
        }

        int code = await _program.RunRealAsync(mail.ToString(), "triage", "-", "--format", "json").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, code);
    }

    [Fact(Timeout = 600_000)]
    public async Task Triage_one_line_of_20_megabytes_comes_to_an_end()
    {
        int code = await _program.RunRealAsync("Subject: long\n\n" + new string('a', 20_000_000), "triage", "-", "--format", "json").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, code);
    }

    [Fact]
    public async Task Triage_header_lines_without_end_are_other()
    {
        await _program.RunRealAsync(string.Concat(Enumerable.Repeat("X-Header: value\n", 100_000)), "triage", "-", "--format", "json").WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("other", Class());
    }

    private string Class() => (string)JsonNode.Parse(_program.Output)!["class"]!;
}
