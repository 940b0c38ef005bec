using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Storage;

namespace TriageBot.Chaos;

/// <summary>Settings of a soak.</summary>
internal sealed record SoakPlan(int Messages, int Nodes, bool OnPostgres);

/// <summary>What a soak measured. Memory is the largest working set of any node when a tenth, half, and all of the messages were judged, in MB.</summary>
internal sealed record SoakFigures(SoakPlan Plan, TimeSpan Time, double PerSecond, long AtTenth, long AtHalf, long AtEnd, long Peak, int Judged);

/// <summary>Sends many messages through the whole pipeline and watches memory and speed.</summary>
internal static class SoakRun
{
    // One report in so many; the others are what lists are full of.
    private const int ReportEvery = 100;

    public static async Task<SoakFigures> RunAsync(SoakPlan plan, TextWriter output, CancellationToken cancellationToken)
    {
        await using Town town = await Town.BuildAsync(plan.OnPostgres);
        string mailbox = await WriteMailboxAsync(town, plan.Messages, cancellationToken);
        foreach (string key in town.Settings.Keys.Where(k => k.StartsWith("TRIAGEBOT_Sources__", StringComparison.Ordinal) || k.StartsWith("TRIAGEBOT_Delivery__", StringComparison.Ordinal)).ToArray())
        {
            town.Settings.Remove(key);
        }

        town.Settings["TRIAGEBOT_Sources__0__Path"] = mailbox;
        BotNode[] nodes = [.. Enumerable.Range(0, plan.Nodes).Select(i => new BotNode(town, i))];
        long started = Stopwatch.GetTimestamp();
        foreach (BotNode node in nodes)
        {
            node.Start();
        }

        List<(int Judged, long Memory)> samples = [];
        int judged = 0;
        while (judged < plan.Messages && Stopwatch.GetElapsedTime(started) < TimeSpan.FromHours(2))
        {
            await Task.Delay(1000, cancellationToken);
            judged = await JudgedAsync(town);
            samples.Add((judged, nodes.Max(n => n.Memory) / 1_000_000));
            if (samples.Count % 30 == 0)
            {
                await output.WriteLineAsync($"{judged} judged, {samples[^1].Memory} MB");
            }
        }

        TimeSpan time = Stopwatch.GetElapsedTime(started);
        foreach (BotNode node in nodes)
        {
            await node.KillAsync();
        }

        long At(double part) => samples.FirstOrDefault(s => s.Judged >= plan.Messages * part).Memory;
        return new SoakFigures(plan, time, judged / time.TotalSeconds, At(0.1), At(0.5), samples[^1].Memory, samples.Max(s => s.Memory), judged);
    }

    private static async Task<int> JudgedAsync(Town town)
    {
        try
        {
            await using TriageDbContext db = town.Store.Create();
            return await db.Messages.CountAsync(m => !m.Queued);
        }
        catch (Exception e) when (e is System.Data.Common.DbException)
        {
            // The first node has not made the tables yet.
            return 0;
        }
    }

    private static async Task<string> WriteMailboxAsync(Town town, int count, CancellationToken cancellationToken)
    {
        string path = town.PathOf("soak.mbox");
        string filler = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"+\twidget_set(w, {i}); /* the frob of the widget is set before it is used */"));
        await using StreamWriter writer = new(path, append: false, Encoding.ASCII);
        for (int n = 0; n < count; n++)
        {
            string date = DateTimeOffset.UnixEpoch.AddMinutes(n).ToString("ddd MMM dd HH:mm:ss yyyy", CultureInfo.InvariantCulture);
            await writer.WriteAsync($"From list@example.org {date}\n");
            if (n % ReportEvery == 0)
            {
                using MimeKit.MimeMessage report = Traffic.Report(n, $"report{n}@example.org", Traffic.List);
                using MemoryStream stream = new();
                await report.WriteToAsync(stream, cancellationToken);
                await writer.WriteAsync(Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n") + "\n");
                continue;
            }

            string parent = n % 5 == 0 ? "" : $"In-Reply-To: <talk{n / 5 * 5}@example.org>\nReferences: <talk{n / 5 * 5}@example.org>\n";
            await writer.WriteAsync(
                $"From: A Developer <dev{n % 50}@people.example.org>\nTo: {Traffic.List}\nSubject: [PATCH {n % 7}/7] widget: frob {n}\nMessage-ID: <talk{n}@example.org>\n{parent}"
                + $"List-Id: <linux-kernel.lists.example.org>\n\nThe widget needs its frob {n} before use.\n\n---\ndiff --git a/w.c b/w.c\n--- a/w.c\n+++ b/w.c\n@@ -1,1 +1,41 @@\n{filler}\n\n");
        }

        return path;
    }
}
