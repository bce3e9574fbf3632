//! One's own templates: made from a contract, limited, put away, brought back, in and out as files.

use super::{Outgoing, Workspace};
use crate::{
    ApiResult, template,
    wire::{Library, TemplateForm, TemplateKept, TemplateRequest},
};
use model::template::{Template, TermRange};
use store::Deed;

impl Workspace {
    /// The template of one's own with this id, or the one of the program.
    ///
    /// # Errors
    /// Where there is none; what there is is named.
    pub fn template(&self, id: &str) -> ApiResult<Template> {
        if let Some(shipped) = template::shipped(id) {
            return Ok(shipped.clone());
        }
        self.own_template(id)
    }

    /// One's own templates, in the order of their titles.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn own_templates(&self) -> ApiResult<Vec<Template>> {
        Ok(self.store.templates()?)
    }

    fn own_template(&self, id: &str) -> ApiResult<Template> {
        let found = self.store.template(id)?;
        found.map_or_else(|| Err(template::unknown(id, &self.own_templates()?)), Ok)
    }

    /// What a template of this contract can be made with.
    ///
    /// # Errors
    /// Where there is no such contract.
    pub fn template_form(&self, id: &str) -> ApiResult<TemplateForm> {
        let own = self.own_templates()?;
        Ok(template::form_of_agreement(self.opened(id)?.agreement(), &own))
    }

    /// One's own template with its limits, to edit them.
    ///
    /// # Errors
    /// Where there is no such template.
    pub fn own_template_form(&self, template: &str) -> ApiResult<TemplateForm> {
        Ok(template::form_of_template(&self.own_template(template)?))
    }

    /// Makes a template of a contract, or the next version of one's own. Its limits belong to the side that one works as.
    ///
    /// # Errors
    /// With the place of everything that is wrong, or where the id is taken.
    pub fn save_template(&mut self, id: &str, request: &TemplateRequest) -> ApiResult<TemplateKept> {
        let renewed = request.renews.as_deref().map(|own| self.own_template(own)).transpose()?;
        let opened = self.opened(id)?;
        let side = opened.snapshot.draft.private.side;
        if let Some(own) = renewed {
            let made = template::renewed(&own, opened.agreement(), request, Some(side), self.now())?;
            return self.keep_template(made, true);
        }
        let made = template::of_agreement(opened.agreement(), request, Some(side), self.now())?;
        self.keep_template(made, false)
    }

    /// Keeps a template that came from elsewhere.
    ///
    /// # Errors
    /// Where there is one of that id already and `replace` does not say that it goes.
    pub fn keep_template(&mut self, template: Template, replace: bool) -> ApiResult<TemplateKept> {
        let at = self.now();
        self.store.keep_template(&template, replace, at)?;
        Ok(TemplateKept { id: template.id, title: template.title, library: self.library()? })
    }

    /// Reads a template file and keeps it.
    ///
    /// # Errors
    /// Where it is no template file, or there is a template of its id already.
    pub fn import_template(&mut self, bytes: &[u8], name: &str) -> ApiResult<TemplateKept> {
        let template = template::open(bytes, name)?;
        self.keep_template(template, false)
    }

    /// Replaces the limits of a template: they hold for every agreement that began from it.
    ///
    /// # Errors
    /// With the term of each limit that does not fit.
    pub fn limit_template(&mut self, template: &str, limits: &[TermRange]) -> ApiResult<Library> {
        let mut own = self.own_template(template)?;
        template::limit(&mut own, limits)?;
        let at = self.now();
        self.store.keep_template(&own, true, at)?;
        self.library()
    }

    /// Takes the last change of a template back: a new version, or other limits.
    ///
    /// # Errors
    /// Where there is no such template, or no earlier state of it.
    pub fn revert_template(&mut self, template: &str) -> ApiResult<Library> {
        let Some(before) = self.store.template_before(template)? else {
            return Err(template::unknown(template, &self.own_templates()?));
        };
        let at = self.now();
        self.store.keep_template(&before, true, at)?;
        self.library()
    }

    /// Puts a template away; it can be brought back.
    ///
    /// # Errors
    /// Where there is no such template.
    pub fn remove_template(&mut self, template: &str) -> ApiResult<Library> {
        let at = self.now();
        self.store.remove_template(template, at)?;
        self.library()
    }

    /// Brings a template back.
    ///
    /// # Errors
    /// Where there is no such template.
    pub fn restore_template(&mut self, template: &str) -> ApiResult<Library> {
        self.store.restore_template(template)?;
        self.library()
    }

    /// The file of a template, for one's own side: with its limits, or without for anybody.
    ///
    /// # Errors
    /// Where there is no such template.
    pub fn template_file(&self, template: &str, with_limits: bool) -> ApiResult<Outgoing> {
        let own = self.template(template)?;
        Ok(Outgoing {
            name: template::file_name(&own),
            bytes: template::file(&own, with_limits),
            deed: Deed::Exported,
            what: format!("Template “{}”", own.title),
        })
    }
}
