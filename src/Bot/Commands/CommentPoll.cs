using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Octokit;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Commands;

/// <summary>Reads new comments of the repository and writes their commands down.</summary>
internal sealed class CommentPoll(GitHubLogin login, IOptions<TriageBotOptions> options, TimeProvider clock)
{
    private const string Source = "github-comments";

    // Clocks differ, and comments become visible late; what is read twice is known by its number.
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(5);

    /// <summary>Reads what is new since the last time.</summary>
    /// <returns>Why it cannot be read, or null.</returns>
    public async Task<string?> RunAsync(TriageStore store, CancellationToken cancellationToken)
    {
        GitHubOptions settings = options.Value.Delivery.GitHub;
        bool isOff = string.Equals(options.Value.Delivery.Mode, DeliveryOptions.Off, StringComparison.OrdinalIgnoreCase);
        if (isOff || !settings.IsSet || !options.Value.Commands.People.Any(p => p.GitHub.Length > 0))
        {
            return null;
        }

        DateTimeOffset now = clock.GetUtcNow();
        CursorRow? cursor = await store.UseAsync((db, token) => db.Cursors.AsNoTracking().SingleOrDefaultAsync(c => c.Source == Source, token), cancellationToken);
        DateTimeOffset since = DateTimeOffset.TryParse(cursor?.Cursor, out DateTimeOffset read) ? read - s_overlap : now - options.Value.Commands.MaxAge;
        try
        {
            (IGitHubClient client, string self) = await login.OpenAsync(cancellationToken);
            string[] repository = settings.Repository.Split('/');
            IReadOnlyList<IssueComment> comments = await client.Issue.Comment.GetAllForRepository(
                repository[0], repository[1], new IssueCommentRequest { Since = since, Sort = IssueCommentSort.Updated }, new ApiOptions { PageSize = 100 });
            await TakeAsync(store, [.. comments.Where(c => !string.Equals(c.User?.Login, self, StringComparison.OrdinalIgnoreCase))], now, cancellationToken);
            return null;
        }
        catch (Exception e) when (GitHubFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            return GitHubFailure.Of(e, wrote: false, now).Detail;
        }
    }

    private Task TakeAsync(TriageStore store, IReadOnlyList<IssueComment> comments, DateTimeOffset now, CancellationToken cancellationToken) => store.UseAsync(
        async (db, token) =>
        {
            foreach (IssueComment comment in comments)
            {
                int i = 0;
                foreach (TriageCommand command in CommandText.Read(comment.Body ?? "", options.Value.Commands.MaxPerMessage))
                {
                    await AddAsync(db, comment, command, $"{comment.Id}:{i++}", token);
                }
            }

            CursorRow? cursor = await db.Cursors.SingleOrDefaultAsync(c => c.Source == Source, token);
            if (cursor is null)
            {
                cursor = new CursorRow { Source = Source };
                db.Cursors.Add(cursor);
            }

            (cursor.Cursor, cursor.MovedAt, cursor.ReadAt) = (now.ToString("O"), now, now);
            return await db.SaveChangesAsync(token);
        },
        cancellationToken);

    // An edited comment keeps its number: what was taken once is not taken again in other words.
    private async Task AddAsync(TriageDbContext db, IssueComment comment, TriageCommand command, string id, CancellationToken cancellationToken)
    {
        if (await db.Commands.AnyAsync(c => c.Channel == CommandNames.Comment && c.ExternalId == id, cancellationToken))
        {
            return;
        }

        db.Commands.Add(new CommandRow
        {
            Channel = CommandNames.Comment, ExternalId = id, Subject = IssueOf(comment), Sender = comment.User?.Login ?? "",
            Name = command.Name, Argument = command.Argument, WrittenAt = comment.CreatedAt, ReceivedAt = clock.GetUtcNow(),
        });
    }

    // https://github.com/OWNER/NAME/issues/12#issuecomment-34 or the same address of the API
    private static string IssueOf(IssueComment comment)
    {
        string path = comment.HtmlUrl.Split('#')[0].TrimEnd('/');
        return path[(path.LastIndexOf('/') + 1)..] is { Length: > 0 } number && number.All(char.IsAsciiDigit) ? number : "0";
    }
}
