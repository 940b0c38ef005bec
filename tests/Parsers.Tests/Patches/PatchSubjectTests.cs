using TriageBot.Parsers.Patches;
using Xunit;

namespace Parsers.Tests.Patches;

public sealed class PatchSubjectTests
{
    [Theory]
    [InlineData("[PATCH] area: do it", "patch v1 ?/? area: do it")]
    [InlineData("[PATCH v2 01/27] area: do it", "patch v2 1/27 area: do it")]
    [InlineData("[PATCHv3 2/3] area: do it", "patch v3 2/3 area: do it")]
    [InlineData("[PATCH V4 0/3] area: do it", "patch cover v4 0/3 area: do it")]
    [InlineData("[RFC PATCH 1/2] area: do it", "patch rfc v1 1/2 area: do it")]
    [InlineData("[RESEND][PATCH net-next v5 3/9] area: do it", "patch resend v5 3/9 net-next area: do it")]
    [InlineData("[PATCH v1.1 2/3] area: do it", "patch v1 2/3 area: do it")]
    [InlineData("[PATCH 6.1.y] area: do it", "patch v1 ?/? 6.1.y area: do it")]
    [InlineData("[net-next,v2,1/2] area: do it", "patch v2 1/2 net-next area: do it")]
    [InlineData("[PATCH 1 of 2] area: do it", "patch v1 1/2 area: do it")]
    [InlineData("[Patch 2/2]: area: do it", "patch v1 2/2 area: do it")]
    [InlineData("[linux-pm] [PATCH 1/2] area: do it", "patch v1 1/2 linux-pm area: do it")]
    [InlineData("[PATCH-next] area: do it", "patch v1 ?/? PATCH-next area: do it")]
    [InlineData("Re: [PATCH 1/2] area: do it", "reply patch v1 1/2 area: do it")]
    [InlineData("AW: Re: [PATCH 1/2] area: do it", "reply patch v1 1/2 area: do it")]
    [InlineData("[GIT PULL] things for v6.1", "pull v1 ?/? things for v6.1")]
    [InlineData("[BUG] area is broken", "v1 ?/? BUG area is broken")]
    [InlineData("area: do it", "v1 ?/? area: do it")]
    [InlineData("[RFC] how about it", "rfc v1 ?/? how about it")]
    [InlineData("[PATCH", "v1 ?/? [PATCH")]
    public void Read_subject_gives_version_place_and_title(string subject, string expected)
    {
        Assert.Equal(expected, Show(PatchSubject.Read(subject)));
    }

    private static string Show(PatchSubject s)
    {
        string flags = (s.IsReply ? "reply " : "") + (s.IsPatch ? "patch " : "") + (s.IsPull ? "pull " : "") + (s.IsCover ? "cover " : "") + (s.IsRfc ? "rfc " : "") + (s.IsResend ? "resend " : "");
        return $"{flags}v{s.Version} {s.Number?.ToString() ?? "?"}/{s.Total?.ToString() ?? "?"} {string.Join(' ', s.Tags.Append(s.Title))}";
    }
}
