using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TriageBot.Bot.Configuration;

namespace TriageBot.Bot.Operations;

/// <summary>Hands out what the service counts and where its time goes.</summary>
internal static class Telemetry
{
    /// <summary>Metrics for Prometheus, traces by OTLP where a receiver is configured.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, OperationsOptions operations)
    {
        services.AddHealthChecks().AddCheck<StoreHealth>("store").AddCheck<SourceHealth>("sources");
        OpenTelemetry.OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(BotMetrics.Name, serviceInstanceId: operations.Node));
        if (operations.Listen.Length > 0)
        {
            telemetry.WithMetrics(m => m.AddMeter(BotMetrics.Name, "System.Runtime").AddPrometheusExporter());
        }

        if (operations.Traces is { } receiver)
        {
            telemetry.WithTracing(t => t.AddSource(BotMetrics.Name, "Quartz").AddOtlpExporter(o => o.Endpoint = receiver));
        }

        return services;
    }

    /// <summary><c>/health</c> and <c>/metrics</c>.</summary>
    public static void MapOperations(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealthChecks("/health", new Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions { ResponseWriter = HealthText.WriteAsync });
        app.MapPrometheusScrapingEndpoint("/metrics");
    }
}
