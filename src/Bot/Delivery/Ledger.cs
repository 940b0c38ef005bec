using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Delivery;

/// <summary>What is stored about leaving: the emergency stop, who wants no mail, what was used up, and who decided what.</summary>
internal sealed class Ledger(TriageStore store, TimeProvider clock)
{
    /// <summary>Stands in the place of the day where a budget is never full again. Sorts behind all days, so that housekeeping leaves it.</summary>
    private const string Always = "always";

    /// <summary>The emergency stop when it is on, otherwise null.</summary>
    public Task<SwitchRow?> StoppedAsync(CancellationToken cancellationToken) => store.UseAsync(
        (db, token) => db.Switches.AsNoTracking().SingleOrDefaultAsync(s => s.Name == SwitchRow.EmergencyStop && s.On, token), cancellationToken);

    /// <summary>Turns the emergency stop on or off.</summary>
    /// <returns>Whether that changed anything.</returns>
    public Task<bool> SetStopAsync(bool on, string by, string reason, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            SwitchRow? row = await db.Switches.SingleOrDefaultAsync(s => s.Name == SwitchRow.EmergencyStop, token);
            if ((row?.On ?? false) == on)
            {
                return false;
            }

            if (row is null)
            {
                row = new SwitchRow { Name = SwitchRow.EmergencyStop, By = by };
                db.Switches.Add(row);
            }

            (row.On, row.By, row.At, row.Reason) = (on, by, clock.GetUtcNow(), reason);
            db.Audit.Add(Audit(by, on ? "stop" : "resume", "everything", reason));
            await db.SaveChangesAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>Which of those that something would go to asked for silence, as a ruling; null when nobody did.</summary>
    public Task<Ruling?> OptedOutAsync(Outbound outbound, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            string[] people = [.. outbound.People.Select(NameOf)];
            string[] lists = [.. outbound.Lists.Select(NameOf)];
            string thread = StoredKey.Of(outbound.ThreadKey);
            OptOutRow? found = await db.OptOuts.AsNoTracking().FirstOrDefaultAsync(
                o => (o.Scope == OptOutScope.Person && people.Contains(o.Name))
                    || (o.Scope == OptOutScope.List && lists.Contains(o.Name))
                    || (o.Scope == OptOutScope.Thread && o.Name == thread),
                token);
            return found is null ? null : new Ruling(Leave.Withhold, RuleNames.OptOut, $"A {found.Scope} that it would go to asked for silence.");
        },
        cancellationToken);

    /// <summary>Notes that somebody wants no more mail, for good.</summary>
    /// <returns>False when that was known.</returns>
    public Task<bool> OptOutAsync(string scope, string name, string origin, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            string stored = scope == OptOutScope.Thread ? StoredKey.Of(name) : NameOf(name);
            if (await db.OptOuts.AnyAsync(o => o.Scope == scope && o.Name == stored, token))
            {
                return false;
            }

            db.OptOuts.Add(new OptOutRow { Scope = scope, Name = stored, Since = clock.GetUtcNow(), Origin = origin });
            db.Audit.Add(Audit(origin, "opt-out", scope, ""));
            await db.SaveChangesAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>Notes a decision.</summary>
    public Task NoteAsync(string who, string what, string subject, string detail, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            db.Audit.Add(Audit(who, what, subject, detail));
            return await db.SaveChangesAsync(token);
        },
        cancellationToken);

    /// <summary>Takes one from every budget that something counts against; all or none.</summary>
    /// <param name="db">In a transaction of the caller's.</param>
    /// <returns>Null, or why it does not leave: it waits for the next day, or, where no day helps, for a person.</returns>
    public async Task<Ruling?> TakeAsync(TriageDbContext db, Outbound outbound, BudgetOptions limits, CancellationToken cancellationToken)
    {
        foreach (Share share in Shares(outbound, limits))
        {
            if (!await TakeOneAsync(db, share, cancellationToken))
            {
                return share.Day == Always
                    ? new Ruling(Leave.Hold, RuleNames.Budget, "The thread got all the mail that it may ever get (Delivery:Budgets:ThreadTotal).")
                    : new Ruling(Leave.Wait, RuleNames.Budget, $"The budget of the {share.Scope} is used up until tomorrow.", Tomorrow());
            }
        }

        return null;
    }

    /// <summary>Gives back what was taken for something that did not leave.</summary>
    public async Task GiveBackAsync(TriageDbContext db, Outbound outbound, BudgetOptions limits, CancellationToken cancellationToken)
    {
        foreach (Share share in Shares(outbound, limits))
        {
            await db.Budgets.Where(b => b.Day == share.Day && b.Scope == share.Scope && b.Name == share.Name && b.Used > 0)
                .ExecuteUpdateAsync(set => set.SetProperty(b => b.Used, b => b.Used - 1), cancellationToken);
        }
    }

    private DateTimeOffset Tomorrow() => new(clock.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);

    /// <summary>A row of the log of decisions.</summary>
    public AuditRow Audit(string who, string what, string subject, string detail) =>
        new() { At = clock.GetUtcNow(), Who = who, What = what, Subject = subject, Detail = detail };

    private IEnumerable<Share> Shares(Outbound outbound, BudgetOptions limits)
    {
        string day = Today();
        yield return new Share(day, "day", "", limits.Day);
        foreach (string list in outbound.Lists)
        {
            yield return new Share(day, "list", NameOf(list), limits.List);
        }

        foreach (string person in outbound.People)
        {
            yield return new Share(day, "person", NameOf(person), limits.Person);
        }

        if (outbound.ThreadKey.Length > 0)
        {
            yield return new Share(day, "thread", StoredKey.Of(outbound.ThreadKey), limits.Thread);
        }

        // Issues are followed as long as they live; a thread is other people's.
        if (outbound.ThreadKey.Length > 0 && OutboxKinds.IsMail(outbound.Kind))
        {
            yield return new Share(Always, "thread", StoredKey.Of(outbound.ThreadKey), limits.ThreadTotal);
        }
    }

    // The condition and the change are one statement, so that nodes that share a database cannot both take the last one.
    private static async Task<bool> TakeOneAsync(TriageDbContext db, Share share, CancellationToken cancellationToken)
    {
        if (share.Limit <= 0)
        {
            return false;
        }

        IQueryable<BudgetRow> rows = db.Budgets.Where(b => b.Day == share.Day && b.Scope == share.Scope && b.Name == share.Name);
        if (await rows.Where(b => b.Used < share.Limit).ExecuteUpdateAsync(set => set.SetProperty(b => b.Used, b => b.Used + 1), cancellationToken) > 0)
        {
            return true;
        }

        if (await rows.AnyAsync(cancellationToken))
        {
            return false;
        }

        // Two nodes that add the first row at once: one fails on the unique index and decides again.
        db.Budgets.Add(new BudgetRow { Day = share.Day, Scope = share.Scope, Name = share.Name, Used = 1 });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private string Today() => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd");

    private static string NameOf(string address) => StoredKey.Of(address.ToLowerInvariant());

    /// <summary>One budget that something counts against.</summary>
    /// <param name="Day">The day, or <see cref="Always"/>.</param>
    private sealed record Share(string Day, string Scope, string Name, int Limit);
}

/// <summary>What an opt-out is about.</summary>
internal static class OptOutScope
{
    public const string Person = "person";
    public const string List = "list";
    public const string Thread = "thread";
}
