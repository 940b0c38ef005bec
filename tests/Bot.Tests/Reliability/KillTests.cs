using System.Diagnostics;
using System.Text;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.Reliability;

public sealed class KillTests : IDisposable
{
    private const int Kills = 26;
    private const int Seed = 20160130;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_killed_again_and_again_ends_as_an_undisturbed_run()
    {
        await File.WriteAllTextAsync(_folder.PathOf("many.mbox"), ManyReports(40), TestContext.Current.CancellationToken);
        await RunToEndAsync("undisturbed");
        SortedDictionary<string, string> expected = OutputState.Files(_folder.PathOf("undisturbed"));
        Random random = new(Seed);
        int kills = 0;
        for (int series = 0; kills < Kills; series++)
        {
            string name = $"killed{series}";
            while (await RunAndKillAsync(name, random))
            {
                kills++;
                AssertNothingHalfWritten(_folder.PathOf(name), expected);
            }

            await RunToEndAsync(name);
            Assert.Equal(expected, OutputState.Files(_folder.PathOf(name)));
            Assert.Equal(OutputState.Rows(_folder.PathOf("undisturbed")), OutputState.Rows(_folder.PathOf(name)));
        }
    }

    // What is in a file of its final name is whole, at every moment.
    private static void AssertNothingHalfWritten(string folder, SortedDictionary<string, string> expected)
    {
        foreach ((string file, string content) in OutputState.Files(folder).Where(f => !f.Key.EndsWith(".part", StringComparison.Ordinal)))
        {
            Assert.Equal(expected[file], content);
        }
    }

    // Reports that differ in their callbacks, so that each has a reply of its own.
    private static string ManyReports(int count)
    {
        string demo = File.ReadAllText(Repository.PathOf("fixtures", "mail", "demo.mbox"));
        int start = demo.IndexOf("From storage@", StringComparison.Ordinal);
        int end = demo.IndexOf("From user@", StringComparison.Ordinal);
        StringBuilder many = new();
        for (int i = 0; i < count; i++)
        {
            many.Append(demo[start..end].Replace("1003@", $"{5000 + i}@", StringComparison.Ordinal).Replace("demo_", $"demo{i}_", StringComparison.Ordinal));
        }

        return many.ToString();
    }

    private async Task RunToEndAsync(string output)
    {
        using Process process = Start(output);
        (int code, _, string error) = await BotProcess.RunAsync(process, TestContext.Current.CancellationToken);
        Assert.True(code == ExitCode.Done, error);
    }

    // Whether it was killed; false when it had ended before. The moment is some files after its start and some milliseconds more,
    // so that it falls into the work whatever the machine is busy with; no further file at all means as soon as there is a database.
    private async Task<bool> RunAndKillAsync(string output, Random random)
    {
        int files = CountFiles(output) + random.Next(0, 12);
        TimeSpan more = TimeSpan.FromMilliseconds(random.NextDouble() * 40);
        using Process process = Start(output);
        while (!process.HasExited && (CountFiles(output) < files || !File.Exists(_folder.PathOf(output, "triagebot.db"))))
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        await Task.Delay(more, TestContext.Current.CancellationToken);

        // SIGKILL: no handler runs.
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode != ExitCode.Done;
    }

    private int CountFiles(string output)
    {
        string replies = _folder.PathOf(output, "replies");
        return Directory.Exists(replies) ? Directory.EnumerateFiles(replies).Count() : 0;
    }

    private Process Start(string output) => BotProcess.Start(_folder.Path, "run", "--once", "--source", "many.mbox", "--output", output);
}
