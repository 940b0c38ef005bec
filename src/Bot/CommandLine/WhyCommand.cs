using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.CommandLine;

/// <summary><c>why MESSAGE-ID</c>: why a mail was answered or not; fit to be shown to anybody.</summary>
internal static class WhyCommand
{
    public static Command Create(CommandScope scope)
    {
        Argument<string> id = new("MESSAGE-ID") { Description = "Message-ID of the mail, with or without angle brackets" };
        Command command = new("why", "Say why a mail was answered or not, rule by rule") { id };
        command.SetAction((parse, cancellationToken) => scope.WithStoreAsync(
            parse, (_, store) => WriteAsync(store, parse.GetValue(id)!.Trim().Trim('<', '>'), scope.Io, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(TriageStore store, string messageId, ProgramIo io, CancellationToken cancellationToken)
    {
        string key = StoredKey.Of(messageId);
        List<WhyRow>? whys = await store.UseAsync(
            async (db, token) => await db.Messages.Where(m => m.Key == key).Select(m => (long?)m.Id).SingleOrDefaultAsync(token) is { } message
                ? await db.Whys.AsNoTracking().Where(w => w.MessageId == message).OrderBy(w => w.Id).ToListAsync(token)
                : null,
            cancellationToken);
        if (whys is null)
        {
            throw new ProgramStoppedException($"No message <{messageId}> was seen.", ExitCode.WrongUse);
        }

        foreach (WhyRow why in whys)
        {
            await io.Output.WriteLineAsync($"{why.At:u} {(why.Said ? "said: " : "")}{why.Rule}: {why.Text}");
        }

        if (whys.Count == 0)
        {
            await io.Output.WriteLineAsync("It was seen, and it was not about the order of callbacks.");
        }

        return ExitCode.Done;
    }
}
