using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Nightly;

/// <summary>What a night brought.</summary>
/// <param name="Changes">What differs from the run before; empty for the first run, which only sets the marks.</param>
/// <param name="Retracted">Verdicts that this run refuted.</param>
/// <param name="Report">As it is stored and mailed.</param>
internal sealed record NightlyResult(int Findings, IReadOnlyList<NightlyChange> Changes, int Retracted, string Report);

/// <summary>Runs all open regressions and the matrix again, compares with the run before, and retracts what is refuted.</summary>
internal sealed class NightlyRun(
    NightlyRunner runner, RegressionBook book, Retraction retraction, NightlyMail mail, IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private const string Who = "nightly";

    /// <summary>Runs a night. Stopped anywhere, it leaves the run before as the last one.</summary>
    /// <exception cref="ProgramStoppedException">The store cannot be written, or a configured profile does not exist.</exception>
    public async Task<NightlyResult> RunAsync(TriageStore store, string node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        DateTimeOffset started = clock.GetUtcNow();
        string[] profiles = Profiles();
        List<NightlyFinding> findings = [];
        foreach (string profile in profiles)
        {
            findings.AddRange(NightlyRunner.Matrix(profile, cancellationToken));
        }

        int retracted = 0;
        foreach (RegressionRow regression in await OpenAsync(store, cancellationToken))
        {
            retracted += await RerunAsync(store, regression, profiles, findings, cancellationToken);
        }

        Dictionary<(string Profile, string Subject), string>? before = await BeforeAsync(store, cancellationToken);
        List<NightlyChange> changes = before is null ? [] : [.. Changes(findings, before)];
        string report = NightlyMail.Text(findings.Count, changes, retracted, isFirst: before is null);
        RunRow run = new() { Kind = RunRow.Nightly, Node = node, StartedAt = started, FinishedAt = clock.GetUtcNow(), Seen = findings.Count, Added = changes.Count, Report = report };
        run.Results.AddRange(findings
            .DistinctBy(f => (f.Profile, f.Subject))
            .Select(f => new RunResultRow { Profile = f.Profile, Subject = f.Subject, Result = f.Result, Detail = f.Detail }));
        await store.UseAsync(
            async (db, token) =>
            {
                db.Runs.Add(run);
                if (changes.Count > 0 || retracted > 0)
                {
                    db.Outbox.Add(mail.Row(report, started));
                }

                return await db.SaveChangesAsync(token);
            },
            cancellationToken);
        return new NightlyResult(findings.Count, changes, retracted, report);
    }

    private string[] Profiles()
    {
        string[] configured = [.. options.Value.Nightly.Profiles];
        foreach (string name in configured)
        {
            if (!Engine.Profiles.KernelProfileCatalog.TryGet(name, out _))
            {
                throw new ProgramStoppedException($"Nightly:Profiles names \"{name}\", which does not exist. \"triagebot profiles list\" says which there are.", ExitCode.WrongUse);
            }
        }

        return configured.Length > 0 ? configured : runner.Newest(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) is { } newest ? [newest] : [];
    }

    private static Task<List<RegressionRow>> OpenAsync(TriageStore store, CancellationToken cancellationToken) => store.UseAsync(
        (db, token) => db.Regressions.AsNoTracking().Where(r => RegressionLife.Open.Contains(r.State)).OrderBy(r => r.Id).ToListAsync(token), cancellationToken);

    private async Task<int> RerunAsync(
        TriageStore store, RegressionRow regression, string[] profiles, List<NightlyFinding> findings, CancellationToken cancellationToken)
    {
        Verdict? own = runner.Rerun(regression, null, cancellationToken);
        if (own is null)
        {
            return 0;
        }

        string subject = $"regression {regression.Id}";
        findings.Add(new NightlyFinding(regression.BadProfile ?? "stated", subject, Words.Of(own.Result), ""));
        if (regression.BadProfile is not null)
        {
            foreach (string profile in profiles.Where(p => p != regression.BadProfile))
            {
                Verdict? verdict = runner.Rerun(regression, profile, cancellationToken);
                findings.AddRange(verdict is null ? [] : [new NightlyFinding(profile, subject, Words.Of(verdict.Result), "")]);
            }
        }

        if (own.Result != VerdictResult.Reproduced)
        {
            return await retraction.RunAsync(store, regression.Id, Words.Of(own.Result), cancellationToken) ? 1 : 0;
        }

        string? fixedOn = runner.ProfileOf(regression.Fix);
        Verdict? fixedVerdict = fixedOn is null ? null : runner.Rerun(regression, fixedOn, cancellationToken);
        await StepAsync(store, regression.Id, fixedOn, fixedVerdict, cancellationToken);
        return 0;
    }

    private Task<bool> StepAsync(TriageStore store, long id, string? fixedOn, Verdict? fixedVerdict, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            RegressionRow row = await db.Regressions.SingleAsync(r => r.Id == id, token);
            if (fixedVerdict is { Result: VerdictResult.NotReproduced or VerdictResult.NotOrdering })
            {
                if (book.Change(db, row, RegressionState.Fixed, Who, $"Not reproduced on {fixedOn}, the kernel with {row.Fix}."))
                {
                    await retraction.CloseAsync(db, row, $"Fixed by {row.Fix}: not reproduced on {fixedOn}.", isFixed: true, token);
                }
            }
            else if (fixedVerdict is not null && row.State == RegressionState.FixProposed)
            {
                book.Change(db, row, RegressionState.Confirmed, Who, $"Still reproduced on {fixedOn}, the kernel with {row.Fix}.");
            }
            else if (row.State == RegressionState.Reported)
            {
                book.Change(db, row, RegressionState.Confirmed, Who, "Reproduced again.");
            }
            else if (row.State != RegressionState.Stale && clock.GetUtcNow() - row.ChangedAt > options.Value.Nightly.StaleAfter)
            {
                book.Change(db, row, RegressionState.Stale, Who, $"Nothing happened for {options.Value.Nightly.StaleAfter.TotalDays:0} days.");
            }

            return await db.SaveChangesAsync(token) > 0;
        },
        cancellationToken);

    private static async Task<Dictionary<(string Profile, string Subject), string>?> BeforeAsync(TriageStore store, CancellationToken cancellationToken)
    {
        List<RunResultRow>? results = await store.UseAsync(
            async (db, token) =>
            {
                long? last = await db.Runs.Where(r => r.Kind == RunRow.Nightly).OrderByDescending(r => r.Id).Select(r => (long?)r.Id).FirstOrDefaultAsync(token);
                return last is null ? null : await db.RunResults.AsNoTracking().Where(r => r.RunId == last).ToListAsync(token);
            },
            cancellationToken);
        return results?.ToDictionary(r => (r.Profile, r.Subject), r => r.Result);
    }

    // A kernel that was not run before has nothing to differ from: its rows only set the marks.
    private static IEnumerable<NightlyChange> Changes(List<NightlyFinding> findings, Dictionary<(string Profile, string Subject), string> before)
    {
        HashSet<string> known = [.. before.Keys.Select(k => k.Profile)];
        return findings
            .Select(f => new NightlyChange(f, before.GetValueOrDefault((f.Profile, f.Subject))))
            .Where(c => c.Before != c.Now.Result && (c.Before is not null || known.Contains(c.Now.Profile)));
    }
}
