using Microsoft.EntityFrameworkCore;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.CommandLine;

/// <summary>The work of <c>replay</c> on a stored message: judges it again with this version and says what differs. Nothing is recorded or sent.</summary>
internal static class StoredReplay
{
    /// <summary>Judges it again.</summary>
    /// <returns>Exit code 1 when the verdict is another one.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, TriageStore store, string messageId, ProgramIo io, CancellationToken cancellationToken)
    {
        string key = StoredKey.Of(messageId.Trim().Trim('<', '>'));
        MessageRow? row = await store.UseAsync(
            (db, token) => db.Messages.AsNoTracking().Include(m => m.Raw).Include(m => m.Verdict).SingleOrDefaultAsync(m => m.Key == key, token), cancellationToken);
        if (row is null)
        {
            throw new ProgramStoppedException($"{messageId} is neither a file nor a stored message. For a transcript name --profile and --modules as well.", ExitCode.WrongUse);
        }

        if (row.Raw is null)
        {
            throw new ProgramStoppedException($"The raw mail of {messageId} was erased after Storage:KeepRawMail; it cannot be judged again.", ExitCode.WrongUse);
        }

        Judgement judgement = services.GetRequiredService<Judge>().Run(Compressed.Undo(row.Raw.Compressed), cancellationToken);
        TriageReport report = services.GetRequiredService<ReportBuilder>().Build(judgement, []);
        string now = $"{Words.Of(judgement.Facts.Class)}, {Words.Of(judgement.Verdict.Result)}";
        string before = row.Failure is { } failure ? "failed: " + SafeText.Line(failure, 200) : $"{row.Class}, {row.Verdict?.Result ?? "waiting"}";
        bool isSame = before == now && (row.Verdict is null || row.Verdict.Fingerprint == report.Fingerprint);
        await io.Output.WriteLineAsync($"stored  {before}\nnow     {now}{(before == now && !isSame ? " (other claims or callbacks)" : "")}");
        return isSame ? ExitCode.Done : ExitCode.LookAt;
    }
}
