using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Delivery;

/// <summary>Rows of the outbox on their way out. Every step is one transaction, and only the node that claimed a row works on it.</summary>
internal sealed class Outbox(TriageStore store, DeliveryOptions options, TimeProvider clock)
{
    private const int Batch = 100;
    private const string Part = "delivery";

    private readonly Ledger _ledger = new(store, clock);

    /// <summary>Rows as the rules see them.</summary>
    public static Outbound Of(OutboxRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new Outbound(row.Kind, Words(row.Person), Words(row.List), row.ThreadKey, row.CreatedAt ?? DateTimeOffset.MinValue, ApprovedBy: row.DecidedBy);
    }

    /// <summary>What may leave now or needs to be looked for, oldest first.</summary>
    public Task<List<OutboxRow>> DueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return store.UseAsync(
            (db, token) => db.Outbox.AsNoTracking()
                .Where(o => (o.State == OutboxState.Approved || o.State == OutboxState.Sending) && (o.NextAttemptAt == null || o.NextAttemptAt <= now))
                .OrderBy(o => o.Id)
                .Take(Batch)
                .ToListAsync(token),
            cancellationToken);
    }

    /// <summary>Takes a row for this node, unless another node was faster, the emergency stop is on, or a budget is used up.</summary>
    /// <returns>Null when it was taken, otherwise why not.</returns>
    public async Task<Ruling?> ClaimAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        try
        {
            return await store.UseAsync((db, token) => ClaimAsync(db, row, token), cancellationToken);
        }
        catch (StoreConflictException)
        {
            return new Ruling(Leave.Wait, RuleNames.Budget, "Another node was faster.");
        }
    }

    /// <summary>Notes how an attempt ended.</summary>
    /// <param name="row">As it was before it was claimed.</param>
    /// <param name="wait">How long until the next try, where there is one.</param>
    public Task FinishAsync(OutboxRow row, DeliveryOutcome outcome, TimeSpan wait, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(token);
            OutboxRow stored = await db.Outbox.SingleAsync(o => o.Id == row.Id, token);
            Apply(stored, outcome, wait);
            if (outcome.Result == DeliveryResult.Unreachable && row.State == OutboxState.Approved)
            {
                // Nothing was tried: it counts neither as a try nor against a budget.
                stored.Attempts = row.Attempts;
                if (row.Attempts == 0)
                {
                    await _ledger.GiveBackAsync(db, Of(row), options.Budgets, token);
                }
            }

            AddWhy(db, stored, outcome);
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>Notes that a rule keeps a row from leaving now.</summary>
    public Task KeepAsync(OutboxRow row, Ruling ruling, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            OutboxRow stored = await db.Outbox.SingleAsync(o => o.Id == row.Id, token);
            if (stored.State != row.State || stored.Attempts != row.Attempts)
            {
                return false;
            }

            stored.NextAttemptAt = ruling.Leave == Leave.Wait ? ruling.Until : null;
            stored.State = ruling.Leave switch { Leave.Hold => OutboxState.Held, Leave.Withhold => OutboxState.Rejected, _ => stored.State };
            db.Whys.Add(Why(stored, ruling, said: false));
            await db.SaveChangesAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>A person's decision about a row.</summary>
    /// <param name="state"><see cref="OutboxState.Approved"/>, <see cref="OutboxState.Held"/> or <see cref="OutboxState.Rejected"/>.</param>
    /// <returns>What is in the way, as a sentence; null when it is done.</returns>
    public Task<string?> DecideAsync(long id, OutboxState state, string who, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            OutboxRow? row = await db.Outbox.SingleOrDefaultAsync(o => o.Id == id, token);
            if (Obstacle(row, id, state) is { } obstacle)
            {
                return obstacle;
            }

            row!.State = state;
            row.DecidedBy = state == OutboxState.Held ? null : who;
            row.DecidedAt = clock.GetUtcNow();
            (row.NextAttemptAt, row.Attempts) = (null, 0);
            Leave leave = state switch { OutboxState.Approved => Leave.Send, OutboxState.Held => Leave.Hold, _ => Leave.Withhold };
            db.Whys.Add(Why(row, new Ruling(leave, RuleNames.Approval, $"A person decided: {state.ToString().ToLowerInvariant()}."), said: false));
            db.Audit.Add(_ledger.Audit(who, state.ToString().ToLowerInvariant(), $"outbox {id}", row.Kind));
            await db.SaveChangesAsync(token);
            return null;
        },
        cancellationToken);

    /// <summary>Why something was said or not.</summary>
    public WhyRow Why(OutboxRow row, Ruling ruling, bool said) => new()
    {
        At = clock.GetUtcNow(), MessageId = row.MessageId, OutboxId = row.Id, Said = said, Rule = ruling.Rule, Text = ruling.Why,
    };

    private async Task<Ruling?> ClaimAsync(TriageDbContext db, OutboxRow row, CancellationToken token)
    {
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(token);
        DateTimeOffset until = clock.GetUtcNow() + options.Settle;
        int claimed = await db.Outbox
            .Where(o => o.Id == row.Id && o.State == row.State && o.Attempts == row.Attempts && o.NextAttemptAt == row.NextAttemptAt
                && !db.Switches.Any(s => s.Name == SwitchRow.EmergencyStop && s.On))
            .ExecuteUpdateAsync(
                set => set.SetProperty(o => o.State, OutboxState.Sending)
                    .SetProperty(o => o.Attempts, o => o.Attempts + 1)
                    .SetProperty(o => o.NextAttemptAt, (DateTimeOffset?)until),
                token);
        if (claimed == 0)
        {
            return new Ruling(Leave.Wait, RuleNames.EmergencyStop, "Another node was faster, or the emergency stop is on.");
        }

        if (row.Attempts == 0 && await _ledger.TakeAsync(db, Of(row), options.Budgets, token) is { } empty)
        {
            // Leaving without a commit undoes the claim and what was taken.
            return empty;
        }

        await transaction.CommitAsync(token);
        return null;
    }

    private void Apply(OutboxRow row, DeliveryOutcome outcome, TimeSpan wait)
    {
        DateTimeOffset now = clock.GetUtcNow();
        row.LastError = outcome.Detail.Length > 0 ? outcome.Detail : null;
        switch (outcome.Result)
        {
            case DeliveryResult.Delivered:
                (row.State, row.SentAt, row.ExternalId, row.NextAttemptAt) = (OutboxState.Sent, now, outcome.ExternalId, null);
                break;
            case DeliveryResult.Later when row.Attempts < options.MaxAttempts:
                (row.State, row.NextAttemptAt) = (OutboxState.Approved, now + wait);
                break;
            case DeliveryResult.Later or DeliveryResult.Refused:
                (row.State, row.NextAttemptAt) = (OutboxState.Parked, null);
                break;
            case DeliveryResult.Doubtful when row.Attempts >= options.MaxAttempts:
                (row.State, row.NextAttemptAt) = (OutboxState.Parked, null);
                break;
            case DeliveryResult.Doubtful:
                // It stays claimed: when its time is over, the other side is asked.
                row.State = OutboxState.Sending;
                row.NextAttemptAt = row.NextAttemptAt > now + wait ? row.NextAttemptAt : now + wait;
                break;
            default:
                (row.State, row.NextAttemptAt) = (OutboxState.Approved, now + wait);
                break;
        }
    }

    private void AddWhy(TriageDbContext db, OutboxRow row, DeliveryOutcome outcome)
    {
        if (row.State == OutboxState.Sent)
        {
            (string rule, string why) = row.DecidedBy switch
            {
                null or RuleNames.Answer when OutboxKinds.IsAnswer(row.Kind) => (RuleNames.Answer, "It answers a command."),
                null => (RuleNames.QuietTime, "Every list opted in."),
                RuleNames.Answer => (RuleNames.Answer, "It goes to the person who runs this bot."),
                _ => (RuleNames.Approval, "A person approved it."),
            };
            db.Whys.Add(Why(row, new Ruling(Leave.Send, rule, why), said: true));
            db.Audit.Add(_ledger.Audit(Part, "sent", $"outbox {row.Id}", row.ExternalId ?? ""));
        }
        else if (row.State == OutboxState.Parked)
        {
            db.Whys.Add(Why(row, new Ruling(Leave.Hold, RuleNames.Approval, "The other side refused it; a person decides."), said: false));
            db.Audit.Add(_ledger.Audit(Part, "parked", $"outbox {row.Id}", outcome.Detail));
        }
    }

    private static string? Obstacle(OutboxRow? row, long id, OutboxState state) => row?.State switch
    {
        null => $"The outbox has no number {id}. \"triagebot outbox\" shows what there is.",
        OutboxState.Sent => $"Number {id} was sent; that cannot be undone.",
        OutboxState.Sending => $"Number {id} is being sent right now. Look again in a few minutes.",
        OutboxState.FileOnly when !OutboxKinds.Leaves(row.Kind) => $"Number {id} is a file and goes nowhere.",
        { } now when now == state => $"Number {id} is {state.ToString().ToLowerInvariant()} already.",
        _ => null,
    };

    private static ImmutableArray<string> Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
