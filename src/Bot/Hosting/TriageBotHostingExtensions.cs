using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Reports;
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
        services.AddSingleton<ScenarioPlanner>();
        services.AddSingleton<Judge>();
        services.AddSingleton<ReportBuilder>();
        services.AddSingleton<MailRenderer>();
        services.AddSingleton<ConfiguredSources>();
        services.AddSingleton<Round>();
        return services;
    }
}
