using System.Globalization;
using System.Net;
using Octokit;

namespace TriageBot.Bot.Delivery.GitHub;

/// <summary>Turns what GitHub and the network do into an outcome.</summary>
internal static class GitHubFailure
{
    // https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api: at least a minute where no header says more.
    private static readonly TimeSpan s_secondary = TimeSpan.FromMinutes(1);

    /// <summary>Whether an exception is what GitHub and networks do, and not a mistake of this program.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is ApiException or HttpRequestException or OperationCanceledException or IOException or TimeoutException
            or System.Runtime.Serialization.SerializationException or FormatException;

    /// <summary>The outcome.</summary>
    /// <param name="wrote">Whether the request could have changed something.</param>
    public static DeliveryOutcome Of(Exception failure, bool wrote, DateTimeOffset now) => failure switch
    {
        RateLimitExceededException e => Limited("The hourly limit of requests is used up.", e.Reset - now),
        AbuseException e => Limited("GitHub asked to slow down.", e.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : RetryAfter(e)),
        SecondaryRateLimitExceededException e => Limited("GitHub asked to slow down.", RetryAfter(e)),
        AuthorizationException e => Down($"GitHub does not accept the token: {Said(e)} It was revoked or has expired: write a new one into the file of Delivery:GitHub:Token."),
        ApiException { StatusCode: HttpStatusCode.TooManyRequests } e => Limited("GitHub asked to slow down.", RetryAfter(e)),
        ForbiddenException e => Down($"GitHub refuses: {Said(e)} Give the token or the App the right to write issues of the repository."),
        NotFoundException e => Down($"GitHub knows no such repository or issue, or hides it: {Said(e)} Correct Delivery:GitHub:Repository, or give the token the right to see it."),
        ApiException { StatusCode: HttpStatusCode.Gone } e => Refused($"Issues are switched off, or this one was deleted: {Said(e)}"),
        ApiException { StatusCode: >= HttpStatusCode.InternalServerError } e => Unknown(wrote, $"GitHub has a fault: {(int)e.StatusCode} {Said(e)}"),
        ApiException e => Refused($"GitHub answered {(int)e.StatusCode}: {Said(e)}"),
        OperationCanceledException or TimeoutException => Unknown(wrote, "GitHub did not answer in time."),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } e => Down($"The certificate of GitHub was not accepted: {Line(e.InnerException?.Message ?? e.Message)}"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } e => Down($"GitHub cannot be reached: {Line(e.Message)}"),
        _ => Unknown(wrote, $"GitHub answered something that cannot be read: {Line(failure.Message)}"),
    };

    private static DeliveryOutcome Limited(string what, TimeSpan wait) =>
        new(DeliveryResult.Unreachable, what, Wait: wait > s_secondary ? wait : s_secondary);

    private static DeliveryOutcome Down(string what) => new(DeliveryResult.Unreachable, what);

    private static DeliveryOutcome Refused(string what) => new(DeliveryResult.Refused, what);

    // Behind a request that only reads, nothing can have arrived.
    private static DeliveryOutcome Unknown(bool wrote, string what) => new(wrote ? DeliveryResult.Doubtful : DeliveryResult.Unreachable, what);

    private static TimeSpan RetryAfter(ApiException failure)
    {
        string? value = failure.HttpResponse?.Headers
            .FirstOrDefault(h => string.Equals(h.Key, "Retry-After", StringComparison.OrdinalIgnoreCase)).Value;
        return double.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out double seconds) ? TimeSpan.FromSeconds(seconds) : s_secondary;
    }

    private static string Said(ApiException failure) =>
        Line(string.Join("; ", failure.ApiError?.Errors?.Select(e => $"{e.Field} {e.Code} {e.Message}".Trim()).Prepend(failure.Message) ?? [failure.Message]));

    private static string Line(string text) => Reports.SafeText.Line(text, 200).TrimEnd('.') + ".";
}
