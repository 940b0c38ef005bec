using System.Net.Http.Headers;

namespace TriageBot.Bot.Delivery.GitHub;

/// <summary>Octokit says that its JSON is a form, which GitHub forgives and its own description does not.</summary>
internal sealed class JsonContent() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Content?.Headers.ContentType?.MediaType == "application/x-www-form-urlencoded")
        {
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        return base.SendAsync(request, cancellationToken);
    }
}
