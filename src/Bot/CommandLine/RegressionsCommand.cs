using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spectre.Console;
using TriageBot.Bot.Nightly;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>regressions [list|show|set]</c>: what is known about regressions, and a person's word about one.</summary>
internal static class RegressionsCommand
{
    private const string Operator = "operator";

    public static Command Create(CommandScope scope)
    {
        Option<bool> all = new("--all") { Description = "Also those that are fixed, invalid or duplicates" };
        Command list = new("list", "List open regressions") { all };
        list.SetAction((parse, cancellationToken) => scope.WithStoreAsync(parse, (_, store) => ListAsync(store, parse.GetValue(all), scope.Io, cancellationToken), cancellationToken));
        Argument<long> id = new("ID") { Description = "Number of the regression" };
        Command show = new("show", "Show one with its history") { id };
        show.SetAction((parse, cancellationToken) => scope.WithStoreAsync(parse, (_, store) => ShowAsync(store, parse.GetValue(id), scope.Io, cancellationToken), cancellationToken));
        return new Command("regressions", "Regressions: list, show, set") { list, show, Set(scope) };
    }

    private static Command Set(CommandScope scope)
    {
        Argument<long> id = new("ID") { Description = "Number of the regression" };
        Argument<string> state = new("STATE") { Description = "confirmed, fix-proposed, fixed, invalid, duplicate, stale" };
        Option<string> why = new("--why") { Description = "Why, for the history", HelpName = "TEXT", Required = true };
        Option<string?> fix = new("--fix") { Description = "Commit that mends it", HelpName = "SHA" };
        Option<long?> of = new("--of") { Description = "The regression that it is a duplicate of", HelpName = "ID" };
        Command set = new("set", "Say where a regression stands") { id, state, why, fix, of };
        set.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse,
            (services, store) => SetAsync(
                services, store, parse.GetValue(id), parse.GetValue(state)!, parse.GetValue(why)!, parse.GetValue(fix), parse.GetValue(of), scope.Io, cancellationToken),
            cancellationToken));
        return set;
    }

    private static async Task<int> ListAsync(TriageStore store, bool all, ProgramIo io, CancellationToken cancellationToken)
    {
        List<RegressionRow> rows = await store.UseAsync(
            (db, token) => db.Regressions.AsNoTracking().Where(r => all || RegressionLife.Open.Contains(r.State)).OrderBy(r => r.Id).ToListAsync(token), cancellationToken);
        Table table = new Table().Border(TableBorder.Simple).AddColumns("id", "state", "issue", "changed", "what");
        foreach (RegressionRow row in rows)
        {
            table.AddRow(
                new Text($"{row.Id}"), new Text(RegressionLife.Word(row.State)), new Text(row.IssueNumber is { } number ? $"#{number}" : "-"),
                new Text($"{row.ChangedAt:yyyy-MM-dd}"), new Text(row.Title));
        }

        io.Console.Write(table);
        await io.Output.WriteLineAsync($"{rows.Count} regression(s)");
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(TriageStore store, long id, ProgramIo io, CancellationToken cancellationToken)
    {
        (RegressionRow? row, List<string> threads, List<RegressionChangeRow> changes) = await store.UseAsync(
            async (db, token) => (
                await db.Regressions.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, token),
                await db.RegressionThreads.Where(t => t.RegressionId == id).OrderBy(t => t.LinkedAt).Select(t => t.ThreadKey).ToListAsync(token),
                await db.RegressionChanges.AsNoTracking().Where(c => c.RegressionId == id).OrderBy(c => c.Id).ToListAsync(token)),
            cancellationToken);
        if (row is null)
        {
            throw Unknown(id);
        }

        List<string> lines =
        [
            $"{row.Id}  {RegressionLife.Word(row.State)}  {row.Title}",
            $"kernel     {row.GoodProfile ?? "-"} is good, {row.BadProfile ?? "-"} is bad",
            $"culprit    {(row.CulpritRange.Length > 0 ? row.CulpritRange : "-")}",
            $"fix        {(row.Fix.Length > 0 ? row.Fix : "-")}",
            $"issue      {(row.IssueNumber is { } number ? $"#{number}" : "-")}",
            .. row.DuplicateOf is { } other ? [$"duplicate  of {other}"] : Array.Empty<string>(),
            .. threads.Select(t => $"thread     {Reports.SafeText.Line(t)}"),
            .. row.ReplayArguments.Length > 0 ? [$"run again  triagebot {row.ReplayArguments.Replace('\n', ' ')}"] : Array.Empty<string>(),
            "",
            .. changes.Select(c => $"{c.At:yyyy-MM-dd HH:mm}  {RegressionLife.Word(c.From)} -> {RegressionLife.Word(c.To)}  {c.Who}: {c.Why}"),
        ];
        await io.Output.WriteLineAsync(string.Join('\n', lines));
        return ExitCode.Done;
    }

    private static async Task<int> SetAsync(
        IServiceProvider services, TriageStore store, long id, string word, string why, string? fix, long? of, ProgramIo io, CancellationToken cancellationToken)
    {
        RegressionState[] states = Enum.GetValues<RegressionState>();
        RegressionState? to = states.Select(s => (RegressionState?)s).FirstOrDefault(s => RegressionLife.Word(s!.Value) == word);
        if (to is null)
        {
            throw new ProgramStoppedException($"{word} is no state. States: {string.Join(", ", states.Select(RegressionLife.Word))}.", ExitCode.WrongUse);
        }

        RegressionWord said = new(to.Value, Operator, why, fix, of);
        string? refusal = await services.GetRequiredService<RegressionDesk>().SayAsync(store, id, said, cancellationToken);
        if (refusal is not null)
        {
            throw new ProgramStoppedException(refusal, ExitCode.WrongUse);
        }

        await io.Output.WriteLineAsync($"Regression {id} is {word}.");
        return ExitCode.Done;
    }

    private static ProgramStoppedException Unknown(long id) =>
        new($"There is no regression {id}. \"triagebot regressions list --all\" lists them.", ExitCode.WrongUse);
}
