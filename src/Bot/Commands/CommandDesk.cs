using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Commands;

/// <summary>Decides the commands that wait, each once: is its sender who it says, is it new, may the sender give it.</summary>
internal sealed class CommandDesk(
    SenderVerifier verifier, CommentPoll comments, CommandWork work, CommandAnswer answers, IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private const int Batch = 50;

    private CommandOptions Settings => options.Value.Commands;

    /// <summary>Collects commands from comments and decides all that wait.</summary>
    /// <returns>Number of commands decided, and what the operator must know.</returns>
    public async Task<(int Decided, IReadOnlyList<string> Problems)> RunAsync(TriageStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (await new Ledger(store, clock).StoppedAsync(cancellationToken) is not null)
        {
            return (0, []);
        }

        string? problem = await comments.RunAsync(store, cancellationToken);
        List<CommandRow> waiting = await store.UseAsync(
            (db, token) => db.Commands.AsNoTracking().Where(c => c.Decision == "").OrderBy(c => c.Id).Take(Batch).ToListAsync(token), cancellationToken);
        foreach (CommandRow command in waiting)
        {
            await DecideAsync(store, command, cancellationToken);
        }

        return (waiting.Count, problem is null ? [] : [problem]);
    }

    private async Task DecideAsync(TriageStore store, CommandRow command, CancellationToken cancellationToken)
    {
        CommandSender sender = command.Channel == CommandNames.Mail
            ? await ByMailAsync(store, command, cancellationToken)
            : new CommandSender(CommandRights.ByLogin(Settings, command.Sender), true, "", null, command.WrittenAt);

        // What only reads may take seconds, and nobody may wait for the store that long.
        CommandOutcome? outcome = Refusal(command, sender);
        outcome ??= CommandNames.Reading.Contains(command.Name, StringComparer.Ordinal) ? await ReadAsync(store, command, sender, cancellationToken) : null;
        try
        {
            // Taken, done and answered in one transaction: a crash leaves all of it done or nothing.
            await store.TogetherAsync((unit, token) => DecideAsync(unit, command, sender, outcome, token), cancellationToken);
        }
        catch (StoreConflictException)
        {
            // Another node takes it, or a copy of it, at this moment; the next round sees what became of that.
        }
    }

    private async Task<bool> DecideAsync(TriageStore unit, CommandRow command, CommandSender sender, CommandOutcome? known, CancellationToken cancellationToken)
    {
        if (await TakeAsync(unit, command, sender, cancellationToken) is not { } isReplay)
        {
            return false;
        }

        CommandOutcome outcome = isReplay
            ? CommandOutcome.Silent("The same signed mail was taken before: a replay.")
            : known ?? await work.RunAsync(unit, command, sender.Person, cancellationToken);
        await RecordAsync(unit, command, sender, outcome, cancellationToken);
        return true;
    }

    // A run that breaks must neither keep the commands behind it waiting nor be tried for ever.
    private async Task<CommandOutcome> ReadAsync(TriageStore store, CommandRow command, CommandSender sender, CancellationToken cancellationToken)
    {
        try
        {
            return await work.RunAsync(store, command, sender.Person, cancellationToken);
        }
        catch (Exception e) when (e is not (ProgramStoppedException or OperationCanceledException))
        {
            return CommandOutcome.Failed($"It could not be run ({e.GetType().Name}). Tell {options.Value.OperatorAddress}.");
        }
    }

    private async Task<CommandSender> ByMailAsync(TriageStore store, CommandRow command, CancellationToken cancellationToken)
    {
        RawMailRow? raw = await store.UseAsync((db, token) => db.RawMails.AsNoTracking().SingleOrDefaultAsync(r => r.MessageId == command.MessageId, token), cancellationToken);
        if (raw is null)
        {
            return new CommandSender(null, false, "The mail is gone.", null, null);
        }

        SenderProof proof = await verifier.VerifyAsync(Compressed.Undo(raw.Compressed), Settings.TrustedSealers, cancellationToken);
        CommandPersonOptions? person = proof.IsProven ? CommandRights.ByAddress(Settings, proof.Address) : null;
        return new CommandSender(person, proof.IsProven, proof.Why, proof.ReplayKey, proof.WrittenAt);
    }

    // Null: another node took it. Otherwise whether the same signed mail was taken before.
    private static async Task<bool?> TakeAsync(TriageStore unit, CommandRow command, CommandSender sender, CancellationToken cancellationToken)
    {
        string id = sender.IsProven && sender.ReplayKey is { } key ? $"{key}:{command.ExternalId.Split(':')[^1]}" : command.ExternalId;
        bool isReplay = id != command.ExternalId
            && await unit.UseAsync((db, token) => db.Commands.AnyAsync(c => c.Channel == command.Channel && c.ExternalId == id, token), cancellationToken);
        string taken = isReplay ? command.ExternalId : id;
        int rows = await unit.UseAsync(
            (db, token) => db.Commands.Where(c => c.Id == command.Id && c.Decision == "")
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Decision, "taken").SetProperty(c => c.ExternalId, taken), token),
            cancellationToken);
        return rows == 0 ? null : isReplay;
    }

    private CommandOutcome? Refusal(CommandRow command, CommandSender sender)
    {
        // Silence for oneself needs no proof: the worst that a forger gets is that the bot does not write.
        if (command.Name == CommandNames.Stop && command.Argument.Length == 0)
        {
            return null;
        }

        if (!sender.IsProven)
        {
            return CommandOutcome.Silent("Not proven: " + sender.Why);
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (sender.WrittenAt is not { } written || now - written > Settings.MaxAge || written - now > TimeSpan.FromDays(1))
        {
            return CommandOutcome.Silent("It is too old, or from the future.");
        }

        if (sender.Person is null)
        {
            return CommandOutcome.Silent("The sender has no rights here.");
        }

        if (!CommandNames.All.Contains(command.Name, StringComparer.Ordinal))
        {
            return CommandOutcome.Refused($"There is no such command. Commands are {string.Join(", ", CommandNames.All)}.");
        }

        return CommandRights.May(sender.Person, command.Name)
            ? null
            : CommandOutcome.Refused($"You have no right to \"{command.Name}\" here. Ask {options.Value.OperatorAddress} for it.");
    }

    private Task RecordAsync(TriageStore store, CommandRow command, CommandSender sender, CommandOutcome outcome, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            CommandRow stored = await db.Commands.SingleAsync(c => c.Id == command.Id, token);
            (stored.Decision, stored.Reason, stored.DecidedAt) = (outcome.Decision, outcome.Reason, clock.GetUtcNow());
            db.Audit.Add(new AuditRow
            {
                At = clock.GetUtcNow(), Who = command.Sender, What = $"{command.Name} {outcome.Decision}", Subject = $"command {command.Id}", Detail = outcome.Reason,
            });
            if (outcome.Answer is { } answer && await answers.ComposeAsync(db, command, sender.Person, answer, token) is { } row)
            {
                await new Outgoing([row], null).AddToAsync(db, command.MessageId, token);
            }

            await db.SaveChangesAsync(token);
            return true;
        },
        cancellationToken);

    /// <summary>Who gave a command, as far as it is proven.</summary>
    private sealed record CommandSender(CommandPersonOptions? Person, bool IsProven, string Why, string? ReplayKey, DateTimeOffset? WrittenAt);
}
