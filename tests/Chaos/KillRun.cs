using System.Diagnostics;

namespace TriageBot.Chaos;

/// <summary>Settings of a kill run.</summary>
/// <param name="Nodes">One on SQLite; more share a PostgreSQL.</param>
internal sealed record KillPlan(int Kills, int Nodes, bool OnPostgres, int Seed);

/// <summary>What a kill run did and what was counted.</summary>
internal sealed record KillFigures(KillPlan Plan, int Kills, int Cuts, int FullDisks, TimeSpan Time, AuditResult Audit);

/// <summary>Kills nodes at random moments while mail comes in, cuts connections, fills the disk, and counts what is lost or done twice.</summary>
internal static class KillRun
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    public static async Task<KillFigures> RunAsync(KillPlan plan, TextWriter output, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        Random random = new(plan.Seed);
        await using Town town = await Town.BuildAsync(plan.OnPostgres);
        Traffic traffic = new(town.Dovecot);
        BotNode[] nodes = [.. Enumerable.Range(0, plan.Nodes).Select(i => new BotNode(town, i))];
        int kills = 0, cuts = 0, full = 0;
        try
        {
            for (int round = 0; kills < plan.Kills; round++)
            {
                bool isFull = !plan.OnPostgres && round % 15 == 14;
                await traffic.SendAsync(cancellationToken);
                traffic.Ask(town.GitHub.State);
                foreach (BotNode node in nodes.Where(n => !n.IsRunning))
                {
                    node.Start(isFull ? LimitOf(node) : null);
                }

                // One kill in four falls into the start; the others into the work, however long the start takes on this machine.
                BotNode victim = nodes[random.Next(nodes.Length)];
                await (random.Next(4) == 0 ? Task.Delay(random.Next(2000), cancellationToken) : victim.WaitForWorkAsync(cancellationToken));
                await Task.Delay(random.Next(3000), cancellationToken);
                cuts += random.Next(3) == 0 ? town.Cut() : 0;
                kills += await victim.KillAsync() ? 1 : 0;
                full += isFull ? 1 : 0;
                if (round % 25 == 24)
                {
                    await output.WriteLineAsync($"{kills} kills, {cuts} connections cut, {full} full disks, {traffic.Sent.Count} messages");
                }
            }

            await output.WriteLineAsync($"{town.GitHub.State.Issues.Count} issues were open when the killing was over");
            await SettleAsync(town, traffic, nodes, cancellationToken);
            AuditResult audit = await Audit.RunAsync(town, traffic, cancellationToken);
            return new KillFigures(plan, kills, cuts, full, Stopwatch.GetElapsedTime(started), audit);
        }
        finally
        {
            foreach (BotNode node in nodes)
            {
                await node.KillAsync();
            }

            KeepLogs(nodes);
        }
    }

    // A database that may not grow: what a full disk is, only that the test can end it.
    private static long? LimitOf(BotNode node)
    {
        FileInfo file = new(Path.Combine(node.Folder, "triagebot.db"));
        return file.Exists ? Math.Max(16, file.Length / 1024) : 16;
    }

    private static async Task SettleAsync(Town town, Traffic traffic, BotNode[] nodes, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        do
        {
            foreach (BotNode node in nodes.Where(n => !n.IsRunning))
            {
                node.Start();
            }

            await Task.Delay(2000, cancellationToken);
        }
        while (await Audit.IsBusyAsync(town, traffic) && Stopwatch.GetElapsedTime(started) < s_patience);
        foreach (BotNode node in nodes)
        {
            await node.KillAsync();
        }

        // Postfix has what was handed to it; it is in the mailboxes within seconds.
        await Task.Delay(5000, cancellationToken);
    }

    private static void KeepLogs(BotNode[] nodes)
    {
        string folder = Directory.CreateDirectory(TestSupport.Repository.PathOf("artifacts", "chaos")).FullName;
        foreach (BotNode node in nodes.Where(n => File.Exists(n.LogFile)))
        {
            File.Copy(node.LogFile, Path.Combine(folder, Path.GetFileName(node.LogFile)), overwrite: true);
        }
    }
}
