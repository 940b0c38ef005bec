using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TriageBot.Service.Tests.Servers;

/// <summary>Takes traces by OTLP over gRPC and keeps their bytes, in which names stand as UTF-8.</summary>
internal sealed class TraceReceiver : IAsyncDisposable
{
    private const string Export = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private readonly ConcurrentQueue<string> _heard = new();
    private readonly WebApplication _app;

    public TraceReceiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port, listen => listen.Protocols = HttpProtocols.Http2));
        _app = builder.Build();
        _app.MapPost(Export, TakeAsync);
    }

    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>All that came so far.</summary>
    public string Heard => string.Concat(_heard);

    public Task StartAsync() => _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // An empty message of five bytes, and in the trailer that all is well: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        _heard.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.Body.WriteAsync(new byte[5]);
    }
}
