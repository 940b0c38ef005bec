using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.Rules;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Delivery;

/// <summary>What a round of delivery did.</summary>
/// <param name="Sent">What arrived on the other side.</param>
/// <param name="Kept">What a rule kept back.</param>
/// <param name="Failed">What did not arrive.</param>
/// <param name="Problems">What the operator must know, one sentence each.</param>
internal sealed record DeliveryRound(int Sent, int Kept, int Failed, IReadOnlyList<string> Problems);

/// <summary>Takes the outbox out. Safe to be killed anywhere: a row is claimed before anything leaves, and a row that is still claimed
/// when its time is over is looked for on the other side before it is sent again.</summary>
internal sealed class Deliverer(IEnumerable<IDeliveryChannel> channels, IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private readonly Dictionary<string, (int Failures, DateTimeOffset Until)> _resting = new(StringComparer.Ordinal);

    private DeliveryOptions Delivery => options.Value.Delivery;

    /// <summary>Delivers what is due.</summary>
    /// <exception cref="ProgramStoppedException">The store cannot be used.</exception>
    public async Task<DeliveryRound> RunAsync(TriageStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        Ledger ledger = new(store, clock);
        if (await ledger.StoppedAsync(cancellationToken) is { } stop)
        {
            return new DeliveryRound(0, 0, 0, [$"The emergency stop is on since {stop.At:u} ({Reports.SafeText.Line(stop.Reason, 100)}); \"triagebot resume\" ends it."]);
        }

        Outbox outbox = new(store, Delivery, clock);
        List<string> problems = [];
        int sent = 0, kept = 0, failed = 0;
        foreach (OutboxRow row in await outbox.DueAsync(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (channels.FirstOrDefault(c => c.Carries(row.Kind) && c.IsSet) is not { } channel || IsResting(channel))
            {
                continue;
            }

            DeliveryOutcome? outcome = await DeliverAsync(store, outbox, ledger, channel, row, cancellationToken);
            sent += outcome?.Result == DeliveryResult.Delivered ? 1 : 0;
            kept += outcome is null ? 1 : 0;
            failed += outcome is { Result: not DeliveryResult.Delivered } ? 1 : 0;
            if (outcome is { Detail.Length: > 0 })
            {
                problems.Add($"outbox {row.Id}: {outcome.Detail}");
            }
        }

        return new DeliveryRound(sent, kept, failed, problems);
    }

    private async Task<DeliveryOutcome?> DeliverAsync(
        TriageStore store, Outbox outbox, Ledger ledger, IDeliveryChannel channel, OutboxRow row, CancellationToken cancellationToken)
    {
        if (row.State == OutboxState.Sending && await AskAsync(store, outbox, channel, row, cancellationToken) is { } answer)
        {
            return answer;
        }

        Ruling? ruling = await RuleAsync(ledger, row, cancellationToken) ?? await outbox.ClaimAsync(row, cancellationToken);
        if (ruling is not null)
        {
            // Without a moment to look again there is nothing to note: the next round looks anyway.
            if (ruling.Leave != Leave.Wait || ruling.Until is not null)
            {
                await outbox.KeepAsync(row, ruling, cancellationToken);
            }

            return null;
        }

        DeliveryOutcome outcome = await channel.SendAsync(row, cancellationToken);
        await FinishAsync(outbox, channel, row, outcome, cancellationToken);
        return outcome;
    }

    // Null: it is not there, so it may be sent again.
    private async Task<DeliveryOutcome?> AskAsync(
        TriageStore store, Outbox outbox, IDeliveryChannel channel, OutboxRow row, CancellationToken cancellationToken)
    {
        (Lookup? there, DeliveryOutcome? failure) = await channel.FindAsync(store, row, cancellationToken);
        DeliveryOutcome? outcome = (there, failure) switch
        {
            (_, { Result: DeliveryResult.Refused }) => failure,
            (null, _) => new DeliveryOutcome(DeliveryResult.Doubtful, "It is not known whether it arrived, and the other side cannot be asked: " + failure?.Detail),
            ({ ExternalId: { } id }, _) => DeliveryOutcome.Delivered(id),
            ({ IsKnown: false }, _) => new DeliveryOutcome(
                DeliveryResult.Refused,
                "It is not known whether it arrived, and Delivery:Sent names no folder to look into. See for yourself; \"triagebot approve\" sends it again under the same Message-ID."),
            _ => null,
        };
        if (outcome is not null)
        {
            await outbox.FinishAsync(row, outcome, Delivery.RetryAfter, cancellationToken);
        }

        return outcome;
    }

    private async Task<Ruling?> RuleAsync(Ledger ledger, OutboxRow row, CancellationToken cancellationToken)
    {
        Outbound outbound = Outbox.Of(row);
        Ruling? silence = await ledger.OptedOutAsync(outbound, cancellationToken);
        Ruling now = silence ?? LeaveRules.DecideNow(outbound, Delivery, clock.GetUtcNow());
        return now.Leave == Leave.Send ? null : now;
    }

    private async Task FinishAsync(Outbox outbox, IDeliveryChannel channel, OutboxRow row, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        TimeSpan wait = BackOff.After(row.Attempts + 1, Delivery.RetryAfter, outcome.Wait);
        if (outcome.Result == DeliveryResult.Unreachable)
        {
            int failures = _resting.GetValueOrDefault(channel.Name).Failures + 1;
            wait = BackOff.After(failures, Delivery.RetryAfter, outcome.Wait);
            _resting[channel.Name] = (failures, clock.GetUtcNow() + wait);
        }
        else
        {
            _resting.Remove(channel.Name);
        }

        await outbox.FinishAsync(row, outcome, wait, cancellationToken);
    }

    private bool IsResting(IDeliveryChannel channel) => _resting.TryGetValue(channel.Name, out (int Failures, DateTimeOffset Until) rest) && clock.GetUtcNow() < rest.Until;
}
