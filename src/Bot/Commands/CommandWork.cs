using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Nightly;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Commands;

/// <summary>Does what a command says. Whether its sender may is decided before.</summary>
internal sealed class CommandWork(
    Judge judge, IChecker checker, IProfileCatalog profiles, RegressionDesk regressions, IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private const string NoTarget = "There is nothing here that was judged: neither in this thread nor in this issue.";

    private readonly ReplyBody _body = new(options.Value);

    /// <summary>Does it.</summary>
    public async Task<CommandOutcome> RunAsync(TriageStore store, CommandRow command, CommandPersonOptions? person, CancellationToken cancellationToken)
    {
        CommandTarget target = await CommandTarget.FindAsync(store, command, cancellationToken);
        return command.Name switch
        {
            CommandNames.Status => await StatusAsync(store, target, cancellationToken),
            CommandNames.Check => await CheckAsync(store, target, null, cancellationToken),
            CommandNames.Profile => await CheckAsync(store, target, command.Argument, cancellationToken),
            CommandNames.Patch => await PatchAsync(store, target, cancellationToken),
            CommandNames.Fix => await SayAsync(store, command, target, RegressionState.Fixed, cancellationToken),
            CommandNames.Dup => await SayAsync(store, command, target, RegressionState.Duplicate, cancellationToken),
            CommandNames.Invalid => await SayAsync(store, command, target, RegressionState.Invalid, cancellationToken),
            CommandNames.Approve => await ApproveAsync(store, command, target, cancellationToken),
            CommandNames.Stop => await StopAsync(store, command, person, target, cancellationToken),
            _ => CommandOutcome.Refused("There is no such command."),
        };
    }

    private static async Task<CommandOutcome> StatusAsync(TriageStore store, CommandTarget target, CancellationToken cancellationToken)
    {
        ImmutableArray<string> lines = await store.UseAsync(
            async (db, token) =>
            {
                int messages = await db.Messages.CountAsync(m => m.ThreadKey == target.ThreadKey && m.ThreadKey != "", token);
                string? verdict = await db.Verdicts.Where(v => v.MessageId == target.MessageId).Select(v => v.Result).FirstOrDefaultAsync(token);
                RegressionRow? regression = await db.Regressions.AsNoTracking().SingleOrDefaultAsync(r => r.Id == target.RegressionId, token);
                var waiting = await db.Outbox.Where(o => o.ThreadKey == target.ThreadKey && o.ThreadKey != "" && o.State != OutboxState.FileOnly)
                    .OrderBy(o => o.Id).Select(o => new { o.Id, o.Kind, o.State }).ToListAsync(token);
                return ImmutableArray.CreateRange(
                [
                    $"- {messages} message(s) of this thread were read.",
                    verdict is null ? "- Nothing in it was judged to be about the order of callbacks." : $"- Last verdict: {verdict}.",
                    .. regression is null ? [] : new[] { $"- Regression {regression.Id}: {RegressionLife.Word(regression.State)}{(regression.Fix.Length > 0 ? ", fixed by " + regression.Fix : "")}." },
                    .. waiting.Select(w => $"- {w.Kind} {w.Id}: {w.State.ToString().ToLowerInvariant()}."),
                ]);
            },
            cancellationToken);
        string text = string.Join('\n', lines);
        return CommandOutcome.Answered("The status was told.", text, string.Join('\n', lines.Select(l => "- " + MarkdownText.Prose(l[2..]))));
    }

    private async Task<CommandOutcome> CheckAsync(TriageStore store, CommandTarget target, string? profile, CancellationToken cancellationToken)
    {
        if (await JudgeAsync(store, target, cancellationToken) is not { } judgement)
        {
            return CommandOutcome.Failed(NoTarget);
        }

        if (profile is not null)
        {
            if (profiles.All.FirstOrDefault(p => string.Equals(p.Name, profile, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                return CommandOutcome.Failed($"There is no kernel of that name. Kernels are {string.Join(", ", profiles.All.Select(p => p.Name))}.");
            }

            if (judgement.Plan is not { Basis: CheckBasis.Kernel } plan)
            {
                return CommandOutcome.Failed("What is claimed here rests on what the mail states, so that no kernel would change the verdict.");
            }

            CheckPlan other = plan with { BadProfile = known.Name };
            judgement = judgement with { Plan = other, Verdict = checker.Check(other, cancellationToken), Patch = null };
        }

        string reason = $"It was run again: {Words.Of(judgement.Verdict.Result)}.";
        return CommandOutcome.Answered(reason, _body.Write(judgement, "the issue"), string.Join('\n', IssueBody.Markdown(judgement)));
    }

    // The complete diff, on a person's word: what that person sends is that person's, and is signed off by that person or not at all.
    private async Task<CommandOutcome> PatchAsync(TriageStore store, CommandTarget target, CancellationToken cancellationToken)
    {
        if (await JudgeAsync(store, target, cancellationToken) is not { } judgement)
        {
            return CommandOutcome.Failed(NoTarget);
        }

        if (judgement.Patch is { } patch)
        {
            return Told(PatchWords.Lead(patch), judgement, patch.Lines);
        }

        return judgement.Verdict.Fixes.FirstOrDefault(f => f.Passes && f.Sketch.Length > 0) is { } fix
            ? Told(
                $"{Words.Of(fix.Kind)} as a sketch, run through {fix.RowsRun} scenarios. There is nothing that a diff could be against: no source of these callbacks is known here. "
                + "Send the patch or the tree's commit that holds them, or have KernelTree set.",
                judgement, [.. fix.Sketch.TrimEnd('\n').Split('\n').Select(l => "    " + l)])
            : CommandOutcome.Failed("No candidate passes, so there is no patch.");
    }

    private static CommandOutcome Told(string lead, Judgement judgement, ImmutableArray<string> lines)
    {
        const string responsible = "It is generated and carries no sign-off; whoever sends it answers for it, and may want to add:";
        ImmutableArray<string> trailers = PatchWords.Trailers(judgement);
        string mail = string.Join('\n', [lead, "", responsible, "", .. trailers.Select(t => "    " + t)]);
        string markdown = string.Join('\n', [MarkdownText.Prose(lead), "", responsible, "", .. MarkdownText.Fence(trailers), "", .. MarkdownText.Diff(lines)]);
        return new CommandOutcome("accepted", "The patch was told.", new CommandReply(mail, markdown, lines));
    }

    private async Task<CommandOutcome> SayAsync(
        TriageStore store, CommandRow command, CommandTarget target, RegressionState state, CancellationToken cancellationToken)
    {
        if (target.RegressionId is not { } id)
        {
            return CommandOutcome.Failed("No regression belongs to this thread or issue.");
        }

        string argument = command.Argument.Trim();
        bool isSha = argument.Split(' ')[0] is { Length: >= 7 and <= 40 } word && word.All(char.IsAsciiHexDigit);
        if (state == RegressionState.Fixed && !isSha)
        {
            return CommandOutcome.Failed("\"fix\" needs a commit: 7 to 40 hexadecimal digits.");
        }

        long? other = state == RegressionState.Duplicate && long.TryParse(argument.TrimStart('#'), out long number) ? number : null;
        RegressionWord said = new(state, command.Sender, $"Command {command.Id}.", state == RegressionState.Fixed ? argument.Split(' ')[0] : null, other);
        string? obstacle = await regressions.SayAsync(store, id, said, cancellationToken);
        return obstacle is null
            ? CommandOutcome.Done($"Regression {id} is {RegressionLife.Word(state)}.")
            : CommandOutcome.Failed(obstacle);
    }

    private async Task<CommandOutcome> ApproveAsync(TriageStore store, CommandRow command, CommandTarget target, CancellationToken cancellationToken)
    {
        bool isNumber = long.TryParse(command.Argument, out long number);
        List<long> held = isNumber
            ? [number]
            : await store.UseAsync(
                (db, token) => db.Outbox.Where(o => o.ThreadKey == target.ThreadKey && target.ThreadKey != "" && o.State == OutboxState.Held && o.Kind != OutboxKinds.Answer && o.Kind != OutboxKinds.IssueAnswer)
                    .OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(token),
                cancellationToken);
        Outbox outbox = new(store, options.Value.Delivery, clock);
        List<string> obstacles = [];
        foreach (long id in held)
        {
            if (await outbox.DecideAsync(id, OutboxState.Approved, command.Sender, cancellationToken) is { } obstacle)
            {
                obstacles.Add(obstacle);
            }
        }

        return (held.Count, obstacles.Count) switch
        {
            (0, _) => CommandOutcome.Failed("Nothing of this thread or issue waits for approval."),
            (_, 0) => CommandOutcome.Done($"Approved: {string.Join(", ", held)}."),
            _ => CommandOutcome.Failed(string.Join(' ', obstacles)),
        };
    }

    // Confirmed by silence. Alone it is about oneself, and nobody needs a right for that.
    private async Task<CommandOutcome> StopAsync(
        TriageStore store, CommandRow command, CommandPersonOptions? person, CommandTarget target, CancellationToken cancellationToken)
    {
        Ledger ledger = new(store, clock);
        string origin = $"command {command.Id}";
        switch (command.Argument.Trim().ToLowerInvariant())
        {
            case "":
                await ledger.OptOutAsync(OptOutScope.Person, command.Sender, origin, cancellationToken);
                return CommandOutcome.Done("The sender gets no more mail.");
            case "thread" when target.ThreadKey.Length > 0:
                await ledger.OptOutAsync(OptOutScope.Thread, target.ThreadKey, origin, cancellationToken);
                return CommandOutcome.Done("Nothing more is said in this thread.");
            case "list" when await ListOfAsync(store, command, cancellationToken) is { Length: > 0 } list:
                await ledger.OptOutAsync(OptOutScope.List, list, origin, cancellationToken);
                return CommandOutcome.Done("Nothing more is said on this list.");
            case "all" when CommandRights.May(person, CommandNames.Stop):
                await ledger.SetStopAsync(true, command.Sender, origin, cancellationToken);
                return CommandOutcome.Done("The emergency stop is on.");
            default:
                return CommandOutcome.Failed("\"stop\" takes \"thread\", \"list\" or \"all\", or nothing: then it is about yourself.");
        }
    }

    private static Task<string?> ListOfAsync(TriageStore store, CommandRow command, CancellationToken cancellationToken) => store.UseAsync(
        (db, token) => db.Messages.Where(m => m.Id == command.MessageId).Select(m => m.List).FirstOrDefaultAsync(token), cancellationToken);

    private async Task<Judgement?> JudgeAsync(TriageStore store, CommandTarget target, CancellationToken cancellationToken)
    {
        RawMailRow? raw = await store.UseAsync((db, token) => db.RawMails.AsNoTracking().SingleOrDefaultAsync(r => r.MessageId == target.MessageId, token), cancellationToken);
        return raw is null ? null : judge.Run(Compressed.Undo(raw.Compressed), cancellationToken);
    }
}
