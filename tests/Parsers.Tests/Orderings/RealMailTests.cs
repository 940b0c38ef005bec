using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Orderings;

/// <summary>Unlabelled mails of kernel lists, read by hand: what a correct reading finds in them.</summary>
public sealed class RealMailTests
{
    private const string Reason = "The raw corpora are not in this checkout: they stand in the shared test data.";

    [Theory]
    [InlineData("lore-notifier-order-prose/linux-acpi-61f9c4b0c252.eml", "Observed CXL memory hotplug notifier > HMAT memory hotplug notifier")]
    [InlineData("lore-notifier-order-prose/linux-acpi-61f9c4b0c252.eml", "Proposed HMAT callback > CXL callback")]
    [InlineData("lore-notifier-order-prose/linux-hyperv-6b6e91bdabd9.eml", "Observed kmsg_dump > pre_reboot")]
    [InlineData("lore-notifier-order-prose/linux-hyperv-e3ccb9c6dc37.eml", "Proposed hypervisor > informational > pre_reboot")]
    [InlineData("lore-notifier-priority/linux-acpi-4ffd289752ab.eml", "Required cxl_region_perf_attrs_callback > hmat_callback")]
    [InlineData("lore-notifier-priority/linux-modules-dc356415619d.eml", "Observed dynamic_debug_setup > module_notify_list")]
    public void Read_real_mail_finds_the_order_that_it_states(string path, string order)
    {
        string file = Path.Combine(Repository.Shared, "mail", "raw", path);
        Assert.SkipUnless(File.Exists(file), Reason);

        MailFacts facts = MailReader.Read(File.ReadAllBytes(file));

        Assert.Contains(order, facts.Orderings.Select(fact => $"{fact.Kind} {string.Join(" > ", fact.Sequence)}"));
    }

    // Every mail of these sets was looked at: nothing is stated in the others by names, and what their words say of order is no order of two callbacks.
    [Theory]
    [InlineData("lore-notifier-order-prose", 3)]
    [InlineData("lore-notifier-priority", 13)]
    [InlineData("lore-probe-initcall-order", 6)]
    public void Read_real_mails_finds_orders_in_no_more_than_those_that_state_one(string folder, int count)
    {
        string path = Path.Combine(Repository.Shared, "mail", "raw", folder);
        Assert.SkipUnless(Directory.Exists(path), Reason);

        int stating = Directory.EnumerateFiles(path, "*.eml").Count(file => MailReader.Read(File.ReadAllBytes(file)).Orderings.Any(fact => fact.Kind != OrderingKind.Derived));

        Assert.Equal(count, stating);
    }
}
