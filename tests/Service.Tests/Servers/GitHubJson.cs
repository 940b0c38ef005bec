using System.Text.Json.Nodes;

namespace TriageBot.Service.Tests.Servers;

/// <summary>What GitHub's answers look like; prism checks them against GitHub's own description.</summary>
internal static class GitHubJson
{
    private const string Root = "https://api.github.example.org/";

    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");

    public static JsonObject User(string login)
    {
        JsonObject user = new()
        {
            ["login"] = login, ["id"] = login.Sum(c => c), ["node_id"] = "U_1", ["gravatar_id"] = "",
            ["site_admin"] = false, ["type"] = login.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User",
        };
        string[] links = ["avatar_url", "events_url", "followers_url", "following_url", "gists_url", "html_url", "organizations_url",
            "received_events_url", "repos_url", "starred_url", "subscriptions_url", "url"];
        foreach (string link in links)
        {
            user[link] = Root + "users/somebody";
        }

        return user;
    }

    public static JsonObject PublicUser(string login)
    {
        JsonObject user = User(login);
        user["user_view_type"] = "public";
        foreach (string name in new[] { "bio", "company", "email", "hireable", "location", "name" })
        {
            user[name] = null;
        }

        (user["blog"], user["followers"], user["following"], user["public_gists"], user["public_repos"]) = ("", 0, 0, 0, 0);
        (user["created_at"], user["updated_at"]) = ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z");
        return user;
    }

    public static JsonObject App(string slug) => new()
    {
        ["id"] = 1, ["slug"] = slug, ["node_id"] = "A_1", ["owner"] = User("owner"), ["name"] = slug, ["description"] = "", ["external_url"] = Root,
        ["html_url"] = Root, ["created_at"] = "2020-01-01T00:00:00Z", ["updated_at"] = "2020-01-01T00:00:00Z",
        ["permissions"] = new JsonObject { ["issues"] = "write" }, ["events"] = new JsonArray(),
    };

    public static JsonObject Label(string name) => new()
    {
        ["id"] = name.Sum(c => c), ["node_id"] = "L_1", ["url"] = Root + "labels/1", ["name"] = name, ["description"] = "", ["color"] = "ededed", ["default"] = false,
    };

    public static JsonObject Issue(long number, string title, string? body, string writer, IEnumerable<string> labels)
    {
        string url = $"{Root}repos/o/r/issues/{number}";
        string now = Moment(TimeProvider.System.GetUtcNow());
        return new JsonObject
        {
            ["id"] = 1000 + number, ["node_id"] = "I_1", ["number"] = number, ["title"] = title, ["body"] = body, ["user"] = User(writer),
            ["labels"] = new JsonArray([.. labels.Select(Label)]), ["state"] = "open", ["state_reason"] = null, ["locked"] = false,
            ["assignee"] = null, ["assignees"] = new JsonArray(), ["milestone"] = null, ["comments"] = 0, ["closed_at"] = null, ["created_at"] = now, ["updated_at"] = now,
            ["url"] = url, ["repository_url"] = Root + "repos/o/r", ["labels_url"] = url + "/labels", ["comments_url"] = url + "/comments",
            ["events_url"] = url + "/events", ["html_url"] = url, ["author_association"] = "NONE",
        };
    }

    public static JsonObject Comment(long id, long issue, string body, string writer)
    {
        string now = Moment(TimeProvider.System.GetUtcNow());
        return new JsonObject
        {
            ["id"] = id, ["node_id"] = "C_1", ["url"] = $"{Root}repos/o/r/issues/comments/{id}", ["html_url"] = $"{Root}o/r/issues/{issue}#issuecomment-{id}", ["body"] = body, ["user"] = User(writer),
            ["created_at"] = now, ["updated_at"] = now, ["issue_url"] = $"{Root}repos/o/r/issues/{issue}", ["author_association"] = "NONE",
        };
    }
}
