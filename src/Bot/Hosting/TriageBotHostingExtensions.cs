using Microsoft.Extensions.Options;
using TriageBot.Bot.Commands;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Delivery;
using TriageBot.Bot.Delivery.GitHub;
using TriageBot.Bot.Delivery.Mail;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Nightly;
using TriageBot.Bot.Operations;
using TriageBot.Bot.Patches;
using TriageBot.Bot.Regressions;
using TriageBot.Bot.Reports;
using TriageBot.Bot.Storage;
using TriageBot.Bot.Triage;

namespace TriageBot.Bot.Hosting;

/// <summary>Every registration of the program.</summary>
internal static class TriageBotHostingExtensions
{
    public static IServiceCollection AddTriageBot(this IServiceCollection services, SettingSources folders)
    {
        services.AddOptions<TriageBotOptions>().BindConfiguration("").ValidateOnStart();
        services.AddSingleton<IValidateOptions<TriageBotOptions>, TriageBotOptionsValidator>();
        services.AddSingleton(folders);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IMailParser, BuiltInMailParser>();
        services.AddSingleton<IChecker, BuiltInChecker>();
        services.AddSingleton<IProfileCatalog, BuiltInProfileCatalog>();
        services.AddSingleton<ICommitVerifier, GitCommitVerifier>();
        services.AddSingleton<ScenarioPlanner>();
        services.AddSingleton<KernelTree>();
        services.AddSingleton<PatchWriter>();
        services.AddSingleton<Judge>();
        services.AddSingleton<ReportBuilder>();
        services.AddSingleton<MailRenderer>();
        services.AddDelivery();
        services.AddSingleton<ConfiguredSources>();
        services.AddSingleton<SourcePoll>();
        services.AddSingleton<RegressionBook>();
        services.AddSingleton<EarlierMails>();
        services.AddSingleton<Recorder>();
        services.AddSingleton<Round>();
        services.AddSingleton<Housekeeping>();
        services.AddSingleton<RegressionProgress>();
        services.AddSingleton<Doctor>();
        services.AddNightly();
        return services;
    }

    private static void AddNightly(this IServiceCollection services)
    {
        services.AddSingleton<BotMetrics>();
        services.AddSingleton<NightlyRunner>();
        services.AddSingleton<NightlyMail>();
        services.AddSingleton<NightlyRun>();
        services.AddSingleton<Retraction>();
        services.AddSingleton<RegressionDesk>();
        services.AddSingleton<WeeklyReport>();
    }

    private static void AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<Dispatch>();
        services.AddSingleton<GitHubLogin>();
        services.AddSingleton<IDeliveryChannel, MailChannel>();
        services.AddSingleton<IDeliveryChannel, GitHubChannel>();
        services.AddSingleton<Deliverer>();
        services.AddSingleton<IDnsText, DnsText>();
        services.AddSingleton<SenderVerifier>();
        services.AddSingleton<CommandIntake>();
        services.AddSingleton<CommentPoll>();
        services.AddSingleton<CommandWork>();
        services.AddSingleton<CommandAnswer>();
        services.AddSingleton<CommandDesk>();
    }
}
