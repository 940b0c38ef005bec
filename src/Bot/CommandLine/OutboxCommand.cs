using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spectre.Console;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>outbox [ID]</c>: what waits, what left and why.</summary>
internal static class OutboxCommand
{
    private const int MaxRows = 200;

    public static Command Create(CommandScope scope)
    {
        Argument<long?> id = new("ID") { Description = "Show this one whole", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> all = new("--all") { Description = "Also what is done with: sent, rejected, files only" };
        Command command = new("outbox", "Show what waits to leave, or one entry of it whole") { id, all };
        command.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse,
            async (_, store) => parse.GetValue(id) is { } number
                ? await ShowAsync(store, number, scope.Io, cancellationToken)
                : await ListAsync(store, parse.GetValue(all), scope.Io, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(TriageStore store, bool all, ProgramIo io, CancellationToken cancellationToken)
    {
        OutboxState[] done = [OutboxState.Sent, OutboxState.Rejected, OutboxState.FileOnly];
        List<OutboxRow> rows = await store.UseAsync(
            (db, token) => db.Outbox.AsNoTracking().Where(o => all || !done.Contains(o.State)).OrderByDescending(o => o.Id).Take(MaxRows).ToListAsync(token),
            cancellationToken);
        if (rows.Count == 0)
        {
            io.Console.WriteLine(all ? "The outbox is empty." : "Nothing waits to leave. \"triagebot outbox --all\" shows what was there.");
            return ExitCode.Done;
        }

        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumns("id", "what", "state", "subject", "to", "remark");
        foreach (OutboxRow row in rows.OrderBy(r => r.Id))
        {
            table.AddRow(
                new Text(row.Id.ToString()), new Text(row.Kind), new Text(WordOf(row.State)), new Text(SafeText.Line(row.Subject, 50)),
                new Text(SafeText.Line($"{row.Person} {row.List}".Trim(), 60)), new Text(Remark(row)));
        }

        io.Console.Write(table);
        return rows.Any(r => r.State == OutboxState.Parked) ? ExitCode.LookAt : ExitCode.Done;
    }

    private static async Task<int> ShowAsync(TriageStore store, long id, ProgramIo io, CancellationToken cancellationToken)
    {
        (OutboxRow? row, List<WhyRow> whys) = await store.UseAsync(
            async (db, token) => (
                await db.Outbox.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, token),
                await db.Whys.AsNoTracking().Where(w => w.OutboxId == id).OrderBy(w => w.Id).ToListAsync(token)),
            cancellationToken);
        if (row is null)
        {
            throw new ProgramStoppedException($"The outbox has no number {id}. \"triagebot outbox --all\" shows what there is.", ExitCode.WrongUse);
        }

        await io.Output.WriteLineAsync($"{row.Kind} {row.Id}: {WordOf(row.State)}{(Remark(row) is { Length: > 0 } remark ? ", " + remark : "")}");
        foreach (WhyRow why in whys)
        {
            await io.Output.WriteLineAsync($"{why.At:u} {why.Rule}: {why.Text}");
        }

        await io.Output.WriteLineAsync();
        await io.Output.WriteAsync(row.Content);
        return ExitCode.Done;
    }

    private static string Remark(OutboxRow row) => SafeText.Line(
        row.State switch
        {
            OutboxState.Sent => $"sent {row.SentAt:u} as {row.ExternalId}",
            OutboxState.Approved when row.NextAttemptAt is { } next => $"not before {next:u} {row.LastError}",
            OutboxState.FileOnly => row.FileName,
            _ => row.LastError ?? "",
        },
        200);

    private static string WordOf(OutboxState state) => state == OutboxState.FileOnly ? "file only" : state.ToString().ToLowerInvariant();
}
