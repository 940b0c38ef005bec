using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TriageBot.Service.Tests.Servers;

/// <summary>The issues and comments of a <see cref="FakeGitHub"/>.</summary>
internal sealed class GitHubState
{
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _issues = [];
    private readonly List<(long Issue, JsonObject Comment)> _comments = [];

    /// <summary>Whether an App writes, whose login ends in <c>[bot]</c>.</summary>
    public bool IsApp { get; set; }

    public IReadOnlyList<JsonObject> Issues
    {
        get
        {
            lock (_lock)
            {
                return [.. _issues.Select(Copy)];
            }
        }
    }

    public IReadOnlyList<JsonObject> CommentsOf(long number)
    {
        lock (_lock)
        {
            return [.. _comments.Where(c => c.Issue == number).Select(c => Copy(c.Comment))];
        }
    }

    public JsonObject Open(JsonObject body, string writer)
    {
        lock (_lock)
        {
            JsonObject issue = GitHubJson.Issue(_issues.Count + 1, (string)body["title"]!, (string?)body["body"], writer, LabelsOf(body));
            _issues.Add(issue);
            return Copy(issue);
        }
    }

    public JsonObject? Find(long number)
    {
        lock (_lock)
        {
            return number >= 1 && number <= _issues.Count ? Copy(_issues[(int)number - 1]) : null;
        }
    }

    public JsonObject? Change(long number, JsonObject body)
    {
        lock (_lock)
        {
            if (number < 1 || number > _issues.Count)
            {
                return null;
            }

            JsonObject issue = _issues[(int)number - 1];
            foreach (string name in new[] { "title", "body", "state", "state_reason" }.Where(body.ContainsKey))
            {
                issue[name] = body[name]?.DeepClone();
            }

            issue["closed_at"] = (string?)issue["state"] == "closed" ? GitHubJson.Moment(TimeProvider.System.GetUtcNow()) : null;
            return Copy(issue);
        }
    }

    public JsonArray List(HttpRequest request)
    {
        lock (_lock)
        {
            string? creator = request.Query["creator"];
            string? state = request.Query["state"].ToString() is { Length: > 0 } asked ? asked : "open";
            string[] labels = request.Query["labels"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
            return Page(
                request,
                _issues.Where(i => (state == "all" || (string?)i["state"] == state)
                    && (string.IsNullOrEmpty(creator) || (string?)i["user"]!["login"] == creator)
                    && labels.All(l => i["labels"]!.AsArray().Any(have => (string?)have!["name"] == l))));
        }
    }

    public JsonObject Comment(long number, string body, string writer)
    {
        lock (_lock)
        {
            JsonObject comment = GitHubJson.Comment(_comments.Count + 1, number, body, writer);
            _comments.Add((number, comment));
            return Copy(comment);
        }
    }

    public JsonArray Comments(long number, HttpRequest request)
    {
        lock (_lock)
        {
            return Page(request, _comments.Where(c => c.Issue == number).Select(c => c.Comment));
        }
    }

    public JsonArray AllComments(HttpRequest request)
    {
        lock (_lock)
        {
            return Page(request, _comments.Select(c => c.Comment));
        }
    }

    /// <summary>Takes all labels away, as a person may.</summary>
    public void TakeLabels(long number)
    {
        lock (_lock)
        {
            _issues[(int)number - 1]["labels"] = new JsonArray();
        }
    }

    private static List<string> LabelsOf(JsonObject body) => [.. (body["labels"]?.AsArray() ?? []).Select(l => (string)l!)];

    private static JsonArray Page(HttpRequest request, IEnumerable<JsonObject> all)
    {
        int size = int.TryParse(request.Query["per_page"], out int asked) ? asked : 30;
        int page = int.TryParse(request.Query["page"], out int number) ? number : 1;
        List<JsonObject> list = [.. all];
        if (list.Count > page * size)
        {
            request.HttpContext.Response.Headers.Link = $"<{request.Scheme}://{request.Host}{request.Path}?per_page={size}&page={page + 1}>; rel=\"next\"";
        }

        return [.. list.Skip((page - 1) * size).Take(size).Select(Copy)];
    }

    private static JsonObject Copy(JsonObject value) => (JsonObject)value.DeepClone();
}
