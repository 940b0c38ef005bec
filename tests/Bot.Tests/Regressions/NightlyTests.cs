using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Hosting;
using TriageBot.Bot.Nightly;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles;
using Xunit;

namespace TriageBot.Bot.Tests.Regressions;

/// <summary>Nights over one regression, with an engine that says what the test wants, and no kernel to run the matrix on.</summary>
public sealed class NightlyTests : IAsyncLifetime
{
    private const string Said =
        "From: bot@example.org\nTo: author@example.org\nCc: list@example.org\nSubject: Re: [BUG] order\nMessage-ID: <said@example.org>\nIn-Reply-To: <asked@example.org>\nReferences: <asked@example.org>\n\nReproduced.\n";

    private readonly TemporaryFolder _folder = new();
    private readonly Oracle _oracle = new();
    private readonly IHost _host;
    private TriageStore _store = null!;

    public NightlyTests()
    {
        SettingSources sources = new(_folder.Path, _folder.Path, [KeyValuePair.Create("OutputFolder", (string?)_folder.Path)]);
        _host = BotHost.Build(sources, services => services.AddSingleton<IChecker>(_oracle).AddSingleton<IProfileCatalog>(_oracle));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await TriageStore.OpenAsync(StoreAddress.Sqlite(_folder.Path), Token);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await _store.UseAsync(
            async (db, token) =>
            {
                db.Regressions.Add(new RegressionRow
                {
                    Fingerprint = "0123456789abcdef", Title = "Wrong order", Basis = "stated-constraints", State = RegressionState.Reported,
                    Plan = PlanText.Of(Samples.Plan), OpenedAt = now, ChangedAt = now,
                });
                db.Outbox.Add(new OutboxRow { Kind = OutboxKinds.Reply, Fingerprint = "fedcba9876543210", FileName = "r", Content = Said, State = OutboxState.Sent, RegressionId = 1, Written = true });
                return await db.SaveChangesAsync(token);
            },
            Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_first_night_only_sets_the_marks()
    {
        Assert.Empty((await NightAsync()).Changes);
    }

    [Fact]
    public async Task Run_night_like_the_one_before_reports_nothing()
    {
        await NightAsync();

        Assert.Empty((await NightAsync()).Changes);
    }

    [Fact]
    public async Task Run_reproduced_again_confirms()
    {
        await NightAsync();

        Assert.Equal(RegressionState.Confirmed, (await RegressionAsync()).State);
    }

    [Fact]
    public async Task Run_refuted_verdict_is_reported_as_changed()
    {
        await NightAsync();
        _oracle.Result = VerdictResult.NotReproduced;

        Assert.Equal("reproduced", Assert.Single((await NightAsync()).Changes).Before);
    }

    [Fact]
    public async Task Run_refuted_verdict_is_retracted_once()
    {
        _oracle.Result = VerdictResult.NotReproduced;
        await NightAsync();
        await NightAsync();

        Assert.Equal(1, await CountAsync(o => o.Kind == OutboxKinds.Correction));
    }

    [Fact]
    public async Task Run_correction_goes_under_what_it_corrects()
    {
        _oracle.Result = VerdictResult.NotReproduced;

        await NightAsync();

        string mail = await _store.UseAsync((db, token) => db.Outbox.Where(o => o.Kind == OutboxKinds.Correction).Select(o => o.Content).SingleAsync(token), Token);
        Assert.Contains("In-Reply-To: <said@example.org>", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_reply_that_nobody_has_read_is_withdrawn_instead()
    {
        await _store.UseAsync((db, token) => db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OutboxState.Held), token), Token);
        _oracle.Result = VerdictResult.NotReproduced;

        await NightAsync();

        Assert.Equal((0, 1), (await CountAsync(o => o.Kind == OutboxKinds.Correction), await CountAsync(o => o.State == OutboxState.Rejected)));
    }

    [Fact]
    public async Task PlanText_plan_that_was_kept_is_the_same_plan()
    {
        await NightAsync();

        Assert.Equal(PlanText.Of(Samples.Plan), PlanText.Of(_oracle.Last!));
    }

    private Task<NightlyResult> NightAsync() => _host.Services.GetRequiredService<NightlyRun>().RunAsync(_store, "test", Token);

    private Task<RegressionRow> RegressionAsync() => _store.UseAsync((db, token) => db.Regressions.SingleAsync(token), Token);

    private Task<int> CountAsync(System.Linq.Expressions.Expression<Func<OutboxRow, bool>> which) =>
        _store.UseAsync((db, token) => db.Outbox.CountAsync(which, token), Token);

    /// <summary>An engine whose answer the test sets, and a catalog without kernels.</summary>
    private sealed class Oracle : IChecker, IProfileCatalog
    {
        public VerdictResult Result { get; set; } = VerdictResult.Reproduced;

        public CheckPlan? Last { get; private set; }

        public ImmutableArray<ProfileSummary> All => [];

        public Verdict Check(CheckPlan plan, CancellationToken cancellationToken)
        {
            Last = plan;
            return Samples.Reproduced with { Result = Result };
        }

        public ProfileSummary? FindByCommit(string sha) => null;

        public ProfileSummary? FindByVersion(string version) => null;

        public ProfileSummary? NewestAt(DateOnly date) => null;
    }
}
