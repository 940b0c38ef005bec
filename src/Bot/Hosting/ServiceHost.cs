using System.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using TriageBot.Bot.Configuration;
using TriageBot.Bot.Intake;
using TriageBot.Bot.Operations;
using TriageBot.Bot.Schedule;

namespace TriageBot.Bot.Hosting;

/// <summary>Builds the service: what every command has, the schedule, logs, and a port for the operator.</summary>
internal static class ServiceHost
{
    /// <summary>Builds it; <see cref="IHost.StartAsync"/> starts it.</summary>
    /// <param name="checkedServices">Those of a host whose settings were checked.</param>
    /// <param name="configure">More registrations, which win; for tests.</param>
    public static IHost Build(IServiceProvider checkedServices, TriageBotOptions options, Node node, Action<IServiceCollection>? configure)
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingSources sources = checkedServices.GetRequiredService<SettingSources>();
        bool listens = options.Operations.Listen.Length > 0;
        WebApplicationBuilder? web = listens ? WebApplication.CreateEmptyBuilder(new WebApplicationOptions()) : null;
        IHostApplicationBuilder builder = web is null ? Host.CreateEmptyApplicationBuilder(settings: null) : web;
        sources.AddTo(builder.Configuration);
        AddLogs(builder, options.Operations);
        builder.Services.AddTriageBot(sources);

        // The settings were checked, and a web host has keys of its own that the check would not know.
        builder.Services.RemoveAll<IValidateOptions<TriageBotOptions>>();
        builder.Services.AddSingleton(node);
        AddSystemd(builder.Services);
        builder.Services.AddSchedule(options.Schedule, node.Store.Address, checkedServices.GetRequiredService<ConfiguredSources>().All);
        foreach (WatchedSource watched in checkedServices.GetRequiredService<ConfiguredSources>().Watched)
        {
            builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<ImapWatch>(services, watched));
        }

        builder.Services.AddTelemetry(options.Operations);
        configure?.Invoke(builder.Services);
        if (web is null)
        {
            return ((HostApplicationBuilder)builder).Build();
        }

        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPEndPoint.Parse(options.Operations.Listen)));
        web.Services.AddRoutingCore();
        WebApplication app = web.Build();
        app.UseRouting();
        app.MapOperations();
        return app;
    }

    // The package asks /proc whether the parent is systemd; a unit with ProtectProc=invisible cannot see that, and would never be told to be ready.
    private static bool IsUnderSystemd => Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 };

    private static void AddSystemd(IServiceCollection services)
    {
        if (IsUnderSystemd)
        {
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }
    }

    private static void AddLogs(IHostApplicationBuilder builder, OperationsOptions operations)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Quartz", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);

        // The database's own errors are told once, with their remedy, by whoever meets them.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        if (operations.LogFormat == "json")
        {
            builder.Logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "O"));
        }
        else if (IsUnderSystemd)
        {
            builder.Logging.AddSystemdConsole();
        }
        else
        {
            builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.UseUtcTimestamp, o.TimestampFormat, o.ColorBehavior) = (true, true, "HH:mm:ss ", LoggerColorBehavior.Default));
        }
    }
}
