using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Modules;

/// <summary>The loader programs of a profile, read once however often it is booted.</summary>
internal sealed class LoaderPrograms
{
    private static readonly ConditionalWeakTable<KernelProfile, LoaderPrograms> Known = [];

    private static readonly FrozenSet<string> OwnSteps =
        FrozenSet.ToFrozenSet(["layout", "protect_text", "set_state", "chain", "parse_args", "do_init_module", "exit", "free_init", "free_module", "deallocate", "goto"]);

    private readonly string _profile;
    private readonly FrozenDictionary<string, LoaderStep[]> _programs;

    private LoaderPrograms(KernelProfile profile)
    {
        _profile = profile.Name;
        _programs = profile.Programs.ToFrozenDictionary(p => p.Key, p => p.Value.Select(LoaderStep.Parse).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The programs of a profile.</summary>
    /// <param name="actions">Names of the actions that subsystems offer.</param>
    /// <exception cref="ProfileException">A step cannot be done: an action that nobody knows, or arguments that it cannot take.</exception>
    public static LoaderPrograms Of(KernelProfile profile, IReadOnlyDictionary<string, LoaderAction> actions)
    {
        if (!Known.TryGetValue(profile, out LoaderPrograms? programs))
        {
            programs = new LoaderPrograms(profile);
            programs.Check(actions);
            Known.AddOrUpdate(profile, programs);
        }

        return programs;
    }

    /// <summary>The steps under a label.</summary>
    /// <exception cref="ProfileException">There is no such label.</exception>
    public LoaderStep[] this[string label] =>
        _programs.TryGetValue(label, out LoaderStep[]? program)
            ? program
            : throw new ProfileException($"profile {_profile} names the program '{label}', which it does not have");

    private void Check(IReadOnlyDictionary<string, LoaderAction> actions)
    {
        foreach (LoaderStep step in _programs.Values.SelectMany(p => p))
        {
            if (!OwnSteps.Contains(step.Action) && !actions.ContainsKey(step.Action))
            {
                throw new ProfileException($"profile {_profile} names the step '{step}', which no subsystem knows");
            }

            if (Wanted(step) is string wanted)
            {
                throw new ProfileException($"profile {_profile} has the step '{step}'; write {wanted}");
            }
        }
    }

    /// <summary>What the arguments of a step should be, when they are not.</summary>
    private static string? Wanted(LoaderStep step)
    {
        string[] arguments = [.. step.Arguments];
        return step.Action switch
        {
            "goto" => arguments.Length == 1 ? null : "goto LABEL",
            "set_state" => arguments is [string state] && IsState(state) ? null : "set_state UNFORMED, COMING, LIVE or GOING",
            "chain" => IsChain(arguments is [.. string[] first, "reverse"] ? first : arguments)
                ? null
                : "chain STATE or chain STATE robust STATE, with reverse behind it where that is wanted",
            _ => arguments.Length == 0 ? null : $"{step.Action} alone, or with 'or LABEL' behind it",
        };
    }

    private static bool IsChain(string[] arguments) => arguments switch
    {
        [string state] => IsState(state),
        [string up, "robust", string down] => IsState(up) && IsState(down),
        _ => false,
    };

    private static bool IsState(string word) => word is "UNFORMED" or "COMING" or "LIVE" or "GOING";
}
