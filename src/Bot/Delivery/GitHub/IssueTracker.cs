using Octokit;
using TriageBot.Bot.Reports;

namespace TriageBot.Bot.Delivery.GitHub;

/// <summary>Brings one issue of a repository to what it should be. What is so already is not done again, so a second try changes nothing.</summary>
/// <param name="self">Login of the bot. A marker counts only in what the bot wrote: anybody can copy one.</param>
internal sealed class IssueTracker(IGitHubClient client, string owner, string name, string self)
{
    // GitHub refuses longer texts.
    private const int MaxText = 65_536;
    private const string Mark = "triagebot";

    private static readonly ApiOptions s_pages = new() { PageSize = 100 };

    /// <summary>Whether a request that could have changed something has begun.</summary>
    public bool Wrote { get; private set; }

    /// <summary>The issue of a fault, or null.</summary>
    public async Task<Issue?> FindAsync(string fingerprint)
    {
        RepositoryIssueRequest own = All();
        if (!self.EndsWith("[bot]", StringComparison.Ordinal))
        {
            own.Creator = self;
            return await FindAsync(fingerprint, own);
        }

        // GitHub offers the creator as a filter for users and not for Apps. A person may have taken the label away: then only the list of
        // all issues tells whether there is one, and reading that costs less than an issue that is opened twice.
        own.Labels.Add(Mark);
        return await FindAsync(fingerprint, own) ?? await FindAsync(fingerprint, All());
    }

    /// <summary>Whether all of a change is there already.</summary>
    public async Task<Issue?> FindDoneAsync(IssueChange change)
    {
        Issue? issue = await LookUpAsync(change);
        bool isDone = issue is not null
            && (change.Comment.Length == 0 || await HasCommentAsync(issue.Number, change))
            && (change.Body.Length == 0 || IsSame(issue.Body, change.Body))
            && !IsToChange(issue, change.Close);
        return isDone ? issue : null;
    }

    /// <summary>Makes it so.</summary>
    /// <returns>The issue, or null when there is none and none is to be opened.</returns>
    public async Task<Issue?> EnsureAsync(IssueChange change)
    {
        Issue? issue = await LookUpAsync(change);
        if (issue is null && change.Title.Length == 0)
        {
            return null;
        }

        issue = issue is null ? await CreateAsync(change) : await RefreshAsync(issue, change);
        if (change.Comment.Length > 0 && !await HasCommentAsync(issue.Number, change))
        {
            Wrote = true;
            await client.Issue.Comment.Create(owner, name, issue.Number, Cut($"{CommentMarker(change)}\n\n{change.Comment}"));
        }

        return IsToChange(issue, change.Close) ? await SetStateAsync(issue, change.Close) : issue;
    }

    private static RepositoryIssueRequest All() => new() { State = ItemStateFilter.All, SortDirection = SortDirection.Ascending };

    private async Task<Issue?> FindAsync(string fingerprint, RepositoryIssueRequest among)
    {
        string marker = IssueBody.Marker(fingerprint);
        IReadOnlyList<Issue> issues = await client.Issue.GetAllForRepository(owner, name, among, s_pages);
        return issues.FirstOrDefault(i => IsOwn(i.User) && i.PullRequest is null && (i.Body ?? "").StartsWith(marker, StringComparison.Ordinal));
    }

    private async Task<Issue?> LookUpAsync(IssueChange change) =>
        change.Number > 0 ? await client.Issue.Get(owner, name, change.Number) : await FindAsync(change.Fingerprint);

    private async Task<Issue> CreateAsync(IssueChange change)
    {
        NewIssue issue = new(change.Title) { Body = Cut(change.Body) };
        foreach (string label in change.Labels.Prepend(Mark).Distinct(StringComparer.Ordinal))
        {
            issue.Labels.Add(label);
        }

        Wrote = true;
        return await client.Issue.Create(owner, name, issue);
    }

    // Title and labels are people's once the issue is open: whoever took a label away does not want to see it again. The body is the bot's own.
    private async Task<Issue> RefreshAsync(Issue issue, IssueChange change)
    {
        if (change.Body.Length == 0 || IsSame(issue.Body, change.Body) || !IsOwn(issue.User))
        {
            return issue;
        }

        Wrote = true;
        return await client.Issue.Update(owner, name, issue.Number, new IssueUpdate { Body = Cut(change.Body) });
    }

    private async Task<Issue> SetStateAsync(Issue issue, string close)
    {
        Wrote = true;
        bool isOpened = close == "reopened";
        return await client.Issue.Update(owner, name, issue.Number, new IssueUpdate
        {
            State = isOpened ? ItemState.Open : ItemState.Closed,
            StateReason = isOpened ? ItemStateReason.Reopened : close == "completed" ? ItemStateReason.Completed : ItemStateReason.NotPlanned,
        });
    }

    private async Task<bool> HasCommentAsync(long number, IssueChange change)
    {
        string marker = CommentMarker(change);
        IReadOnlyList<IssueComment> comments = await client.Issue.Comment.GetAllForIssue(owner, name, number, s_pages);
        return comments.Any(c => IsOwn(c.User) && c.Body.StartsWith(marker, StringComparison.Ordinal));
    }

    private bool IsOwn(User? user) => string.Equals(user?.Login, self, StringComparison.OrdinalIgnoreCase);

    private static string CommentMarker(IssueChange change) => $"<!-- triagebot-note:{change.CommentFingerprint} -->";

    // The fence that is open at the cut is closed by the end of the comment; GitHub renders that well.
    private static string Cut(string text)
    {
        const string rest = "\n\n(The rest is left out: GitHub takes no longer texts.)\n";
        return text.Length <= MaxText ? text : text[..(MaxText - rest.Length - 100)] + rest;
    }

    private static bool IsSame(string? there, string wanted) =>
        string.Equals((there ?? "").ReplaceLineEndings("\n").TrimEnd(), Cut(wanted).ReplaceLineEndings("\n").TrimEnd(), StringComparison.Ordinal);

    private static bool IsToChange(Issue issue, string close) => close switch
    {
        "" => false,
        "reopened" => issue.State.Value == ItemState.Closed,
        _ => issue.State.Value == ItemState.Open,
    };
}
