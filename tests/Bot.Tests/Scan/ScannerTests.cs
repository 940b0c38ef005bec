using System.Text;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Scan;
using Xunit;

namespace TriageBot.Bot.Tests.Scan;

public sealed class ScannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ScanAsync_keeps_the_order_of_the_source(int jobs)
    {
        string mbox = string.Concat(Enumerable.Range(0, 200).Select(i => $"From a Thu Jan  1 00:00:00 1970\nSubject: {i}\nFrom: a@example.org\n\nx\n\n"));
        IMessageSource source = MessageSources.Open(Write("many.mbox", Encoding.ASCII.GetBytes(mbox)));

        List<string?> subjects = [];
        await foreach (ScanResult result in Scanner.ScanAsync(source, null, jobs, TestContext.Current.CancellationToken))
        {
            subjects.Add(result.Row?.Subject);
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), subjects);
    }

    [Fact]
    public async Task ScanAsync_left_early_ends_cleanly()
    {
        string mbox = string.Concat(Enumerable.Repeat("From a Thu Jan  1 00:00:00 1970\nSubject: x\nFrom: a@example.org\n\nx\n\n", 500));
        IMessageSource source = MessageSources.Open(Write("many.mbox", Encoding.ASCII.GetBytes(mbox)));

        int seen = 0;
        await foreach (ScanResult result in Scanner.ScanAsync(source, null, 2, TestContext.Current.CancellationToken))
        {
            seen += result.Row is null ? 0 : 1;
            if (seen == 3)
            {
                break;
            }
        }

        Assert.Equal(3, seen);
    }

    private string Write(string name, byte[] bytes)
    {
        string path = _folder.PathOf(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
