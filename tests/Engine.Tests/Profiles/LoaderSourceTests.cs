using System.Collections.Immutable;
using TriageBot.Engine.Profiles;
using TriageBot.Engine.Profiles.Patches;
using Xunit;

namespace TriageBot.Engine.Tests.Profiles;

/// <summary>The loader as functions, and the programs that come of them again.</summary>
public sealed class LoaderSourceTests
{
    public static TheoryData<string> Profiles => [.. KernelProfileCatalog.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Assemble_of_the_functions_of_a_profile_gives_what_its_programs_do(string name)
    {
        KernelProfile profile = KernelProfileCatalog.Get(name);

        ImmutableDictionary<string, ImmutableArray<string>> programs = LoaderAssembler.Assemble(LoaderSource.Of(profile)!);

        Assert.Equal(Unrolled(profile.Programs), Unrolled(programs));
    }

    [Fact]
    public void Of_programs_without_the_steps_of_a_loader_is_nothing()
    {
        KernelProfile profile = KernelProfileCatalog.FromJson("""{ "programs": { "load": ["set_state LIVE"], "unload": ["free_module"] } }""", "odd");

        Assert.Null(LoaderSource.Of(profile));
    }

    // Labels are names; what counts is what runs, also after each error.
    private static string Unrolled(ImmutableDictionary<string, ImmutableArray<string>> programs) => string.Join('\n', From(programs, "load", "").Concat(From(programs, "unload", "")));

    private static IEnumerable<string> From(ImmutableDictionary<string, ImmutableArray<string>> programs, string label, string indent)
    {
        foreach (LoaderStep step in programs[label].Select(LoaderStep.Parse))
        {
            if (step.Action == "goto")
            {
                foreach (string next in From(programs, step.Arguments[0], indent))
                {
                    yield return next;
                }

                yield break;
            }

            yield return indent + step.Call;
            foreach (string failed in step.OnError is null ? [] : From(programs, step.OnError, indent + "  "))
            {
                yield return failed;
            }
        }
    }
}
