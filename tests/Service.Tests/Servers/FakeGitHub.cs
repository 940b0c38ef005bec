using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TriageBot.Service.Tests.Servers;

/// <summary>A GitHub with one repository that remembers what it is told. It can be told to fail.</summary>
internal sealed class FakeGitHub : IAsyncDisposable
{
    public const string Token = "ghp_of_the_test";
    public const string Bot = "triage-robot";
    public const string AppSlug = "triage-app";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Func<Task>, Task>> _faults = new();

    private FakeGitHub(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What is there.</summary>
    public GitHubState State { get; } = new();

    /// <summary>Requests so far, as method and path.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Whether the token is good.</summary>
    public bool IsTokenGood { get; set; } = true;

    public static async Task<FakeGitHub> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        FakeGitHub server = new(builder.Build());
        server._app.Use(server.ScreenAsync);
        server.Map();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Lets the next request that is not a question of who is logged in fail; may do the work first.</summary>
    public void FailNext(Func<HttpContext, Func<Task>, Task> fault) => _faults.Enqueue(fault);

    /// <summary>Lets it answer with a status and headers and do nothing.</summary>
    public void AnswerNext(int status, string message, params (string Name, string Value)[] headers) => FailNext((context, _) =>
    {
        context.Response.StatusCode = status;
        foreach ((string name, string value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsJsonAsync(new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest" });
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ScreenAsync(HttpContext context, Func<Task> next)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        string authorization = context.Request.Headers.Authorization.ToString();
        bool isKnown = authorization.EndsWith(Token, StringComparison.Ordinal) || authorization.StartsWith("Bearer ey", StringComparison.Ordinal);
        if (!IsTokenGood || !isKnown)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsJsonAsync(new JsonObject { ["message"] = "Bad credentials" });
        }
        else if (context.Request.Path != "/user" && _faults.TryDequeue(out Func<HttpContext, Func<Task>, Task>? fault))
        {
            await fault(context, next);
        }
        else
        {
            await next();
        }
    }

    private void Map()
    {
        const string repository = "/repos/{owner}/{repo}";
        _app.MapGet("/user", () => GitHubJson.PublicUser(Bot));
        _app.MapGet("/app", () => GitHubJson.App(AppSlug));
        _app.MapPost("/app/installations/{id}/access_tokens", () => TypedResults.Json(
            new JsonObject { ["token"] = Token, ["expires_at"] = GitHubJson.Moment(TimeProvider.System.GetUtcNow().AddHours(1)) }, statusCode: 201));
        _app.MapGet(repository + "/issues", State.List);
        _app.MapPost(repository + "/issues", async (HttpRequest request) => TypedResults.Json(State.Open(await BodyAsync(request), Writer), statusCode: 201));
        _app.MapGet(repository + "/issues/comments", State.AllComments);
        _app.MapGet(repository + "/issues/{number:long}", (long number) => Found(State.Find(number)));
        _app.MapPatch(repository + "/issues/{number:long}", async (long number, HttpRequest request) => Found(State.Change(number, await BodyAsync(request))));
        _app.MapGet(repository + "/issues/{number:long}/comments", (long number, HttpRequest request) => State.Comments(number, request));
        _app.MapPost(repository + "/issues/{number:long}/comments", async (long number, HttpRequest request) =>
            TypedResults.Json(State.Comment(number, (string)(await BodyAsync(request))["body"]!, Writer), statusCode: 201));
    }

    private string Writer => State.IsApp ? AppSlug + "[bot]" : Bot;

    private static async Task<JsonObject> BodyAsync(HttpRequest request)
    {
        JsonNode node = (await JsonNode.ParseAsync(request.Body))!;
        return node as JsonObject ?? new JsonObject { ["labels"] = node };
    }

    private static IResult Found(JsonObject? issue) =>
        issue is null ? TypedResults.Json(new JsonObject { ["message"] = "Not Found" }, statusCode: 404) : TypedResults.Json(issue);
}
